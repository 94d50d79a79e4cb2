extension CommandTexts {
    /// What is known of the commands on connections.
    static let connections = """
        AUTH 1.0.0 | noscript loading stale fast no_auth allow_busy | | O(N), N: passwords of the
            user
          Tells the server who the client is.
          : [username] password
        CLIENT 2.4.0 | -@connection | | Depends on the subcommand
          Looks after the connections of clients.
        CLIENT|CACHING 3 6.0.0 | noscript loading stale | | O(1)
          Says whether the keys of the next command are tracked.
          : mode:(YES|NO)
        CLIENT|GETNAME 2 2.6.9 | noscript loading stale | | O(1)
          Answers the name that this connection was given.
        CLIENT|GETREDIR 2 6.0.0 | noscript loading stale | | O(1)
          Answers the client that is told of keys which this one should forget.
        CLIENT|HELP 2 5.0.0 | loading stale | | O(1)
          Lists the subcommands.
        CLIENT|ID 2 5.0.0 | noscript loading stale | | O(1)
          Answers the number of this connection.
        CLIENT|INFO 2 6.2.0 | noscript loading stale nondeterministic_output | | O(1)
          Describes this connection.
        CLIENT|KILL -3 2.4.0 | admin noscript loading stale | | O(N), N: connections
          Closes connections that filters choose.
          : filter:(ip:port|new-format:([ID=client-id:integer]|
            [TYPE=normal_master_slave_pubsub:(NORMAL|MASTER|SLAVE|REPLICA|PUBSUB)]|
            [USER=username]|[ADDR=ip:port]|[LADDR=ip:port]|[SKIPME=yes/no])...)
        CLIENT|LIST -2 2.4.0 | admin noscript loading stale nondeterministic_output | | O(N), N:
            connections
          Describes the connections.
          : [TYPE=normal_master_replica_pubsub:(NORMAL|MASTER|REPLICA|PUBSUB)]
            [ID=id:{client-id:integer...}]
        CLIENT|NO-EVICT 3 7.0.0 | admin noscript loading stale | | O(1)
          Keeps this connection when memory for clients runs short.
          : enabled:(ON|OFF)
        CLIENT|PAUSE -3 2.9.50 | admin noscript loading stale | | O(1)
          Lets the commands of all clients wait for a time.
          : timeout [mode:(WRITE|ALL)]
        CLIENT|REPLY 3 3.2.0 | noscript loading stale | | O(1)
          Turns the answers to this connection on or off.
          : on_off_skip:(ON|OFF|SKIP)
        CLIENT|SETNAME 3 2.6.9 | noscript loading stale | | O(1)
          Gives this connection a name.
          : connection-name
        CLIENT|TRACKING -3 6.0.0 | noscript loading stale | | O(1)
          Tells a client which keys it read have changed since.
          : status:(ON|OFF) [REDIRECT=client-id:integer] [PREFIX=prefix...+] [BCAST] [OPTIN]
            [OPTOUT] [NOLOOP]
        CLIENT|TRACKINGINFO 2 6.2.0 | noscript loading stale | | O(1)
          Tells how keys are tracked for this connection.
        CLIENT|UNBLOCK -3 5.0.0 | admin noscript loading stale | | O(log N), N: connections
          Ends the waiting of another client.
          : client-id:integer [timeout_error:(TIMEOUT|ERROR)]
        CLIENT|UNPAUSE 2 6.2.0 | admin noscript loading stale | | O(N), N: clients that wait
          Ends CLIENT PAUSE before its time.
        CLIENT|NO-TOUCH 3 7.2.0 | noscript loading stale | | O(1)
          Lets the commands of this connection leave no trace of use on keys.
          : enabled:(ON|OFF)
        CLIENT|SETINFO 4 7.2.0 | noscript loading stale | | O(1)
          Tells which library the client uses.
          : attr:(LIB-NAME=libname|LIB-VER=libver)
        ECHO 1.0.0 | loading stale fast | | O(1)
          Answers what it was told.
          : message
        HELLO 6.0.0 | noscript loading stale fast no_auth allow_busy | | O(1)
          Chooses the protocol, and describes the server.
          : [arguments:{protover [AUTH=username_password:{username password}]
            [SETNAME=clientname]}]
        PING 1.0.0 | fast request_policy:all_shards response_policy:all_succeeded | | O(1)
          Answers, so that the client knows that somebody does.
          : [message]
        QUIT 1.0.0 | noscript loading stale fast no_auth allow_busy | | O(1)
          Closes the connection.
        RESET 6.2.0 | noscript loading stale fast no_auth allow_busy | | O(1)
          Makes the connection as it was when it was new.
        SELECT 1.0.0 | loading stale fast | | O(1)
          Chooses the database of this connection.
          : index
        """
}
