extension CommandTexts {
    /// What is known of the commands on the server itself.
    static let server = """
        ACL 6.0.0 | | | Depends on the subcommand
          Looks after users and what they may do.
        ACL|CAT -2 6.0.0 | noscript loading stale | | O(1)
          Lists the categories of commands, or the commands of one.
          : [categoryname]
        ACL|DELUSER -3 6.0.0 | admin noscript loading stale | | O(1)
          Removes users.
          : username...
        ACL|DRYRUN -4 7.0.0 | admin noscript loading stale | | O(1)
          Tells whether a user might run a command.
          : username command [arg...]
        ACL|GENPASS -2 6.0.0 | noscript loading stale | | O(1)
          Makes up a password.
          : [bits:integer]
        ACL|GETUSER 3 6.0.0 | admin noscript loading stale | | O(N), N: rules of the user
          Describes a user.
          : username
        ACL|HELP 2 6.0.0 | loading stale | | O(1)
          Lists the subcommands.
        ACL|LIST 2 6.0.0 | admin noscript loading stale | | O(N), N: users
          Lists the users as rules.
        ACL|LOAD 2 6.0.0 | admin noscript loading stale | | O(N), N: users
          Reads the users from their file.
        ACL|LOG -2 6.0.0 | admin noscript loading stale | | O(N), N: entries
          Shows what users were refused.
          : [operation:(count|RESET)]
        ACL|SAVE 2 6.0.0 | admin noscript loading stale | | O(N), N: users
          Writes the users into their file.
        ACL|SETUSER -3 6.0.0 | admin noscript loading stale | | O(N), N: rules
          Adds a user, or changes what one may do.
          : username [rule...]
        ACL|USERS 2 6.0.0 | admin noscript loading stale | | O(N), N: users
          Lists the names of users.
        ACL|WHOAMI 2 6.0.0 | noscript loading stale | | O(1)
          Answers the user of this connection.
        BGREWRITEAOF 1.0.0 | admin noscript no_async_loading | | O(1)
          Writes the log anew beside the requests.
        BGSAVE 1.0.0 | admin noscript no_async_loading | | O(1)
          Writes a snapshot beside the requests.
          : [SCHEDULE]
        COMMAND 2.8.13 | loading stale +@connection nondeterministic_output_order | | O(N), N:
            commands
          Describes the commands.
        COMMAND|COUNT 2 2.8.13 | loading stale +@connection | | O(1)
          Counts the commands.
        COMMAND|DOCS -2 7.0.0 | loading stale +@connection nondeterministic_output_order | | O(N),
            N: commands asked for
          Explains commands to people.
          : [command-name...]
        COMMAND|GETKEYS -4 2.8.13 | loading stale +@connection | | O(N), N: arguments
          Answers the keys among the arguments of a command.
        COMMAND|GETKEYSANDFLAGS -4 7.0.0 | loading stale +@connection | | O(N), N: arguments
          Answers the keys among the arguments of a command, and what happens to them.
        COMMAND|HELP 2 5.0.0 | loading stale +@connection | | O(1)
          Lists the subcommands.
        COMMAND|INFO -2 2.8.13 | loading stale +@connection nondeterministic_output_order | |
            O(N), N: commands asked for
          Describes commands: arguments, flags, keys.
          : [command-name...]
        COMMAND|LIST -2 7.0.0 | loading stale +@connection nondeterministic_output_order | | O(N),
            N: commands
          Lists the names of commands.
          : [FILTERBY=filterby:(MODULE=module-name|ACLCAT=category|PATTERN=pattern)]
        CONFIG 2.0.0 | | | Depends on the subcommand
          Shows and changes settings.
        CONFIG|GET -3 2.0.0 | admin noscript loading stale | | O(N), N: settings asked for
          Answers the settings that match patterns.
          : parameter:{parameter}...
        CONFIG|HELP 2 5.0.0 | loading stale | | O(1)
          Lists the subcommands.
        CONFIG|RESETSTAT 2 2.0.0 | admin noscript loading stale | | O(1)
          Sets the counters of INFO to zero.
        CONFIG|REWRITE 2 2.8.0 | admin noscript loading stale | | O(1)
          Writes the settings into the file that they came from.
        CONFIG|SET -4 2.0.0 | admin noscript loading stale request_policy:all_nodes
            response_policy:all_succeeded | | O(N), N: settings
          Changes settings while the server runs.
          : parameter_value:{parameter value}...
        DBSIZE 1.0.0 | readonly fast +@keyspace request_policy:all_shards response_policy:agg_sum
            | | O(1)
          Counts the keys of the database.
        DEBUG 1.0.0 | admin noscript loading stale syscmd | | Depends on the subcommand
          Does what only those need who test servers.
        FAILOVER 6.2.0 | admin noscript stale | | O(1)
          Hands the role of the master over to a replica.
          : [TO=target:{host port [FORCE]}] [ABORT] [TIMEOUT=milliseconds]
        FLUSHALL 1.0.0 | write +@dangerous +@keyspace request_policy:all_shards
            response_policy:all_succeeded | | O(N), N: keys
          Removes the keys of all databases.
          : [async:(ASYNC|SYNC)]
        FLUSHDB 1.0.0 | write +@dangerous +@keyspace request_policy:all_shards
            response_policy:all_succeeded | | O(N), N: keys
          Removes the keys of the database.
          : [async:(ASYNC|SYNC)]
        INFO 1.0.0 | loading stale +@dangerous nondeterministic_output request_policy:all_shards
            response_policy:special | | O(1)
          Tells what the server is, does and has counted.
          : [section...]
        LASTSAVE 1.0.0 | loading stale fast +@admin +@dangerous nondeterministic_output | | O(1)
          Answers when the last snapshot was written.
        LATENCY 2.8.13 | | | Depends on the subcommand
          Tells what took the server long.
        LATENCY|DOCTOR 2 2.8.13 | admin noscript loading stale nondeterministic_output
            request_policy:all_nodes response_policy:special | | O(1)
          Says in words what took long.
        LATENCY|GRAPH 3 2.8.13 | admin noscript loading stale nondeterministic_output
            request_policy:all_nodes response_policy:special | | O(1)
          Draws what was noted of an event.
          : event
        LATENCY|HELP 2 2.8.13 | loading stale | | O(1)
          Lists the subcommands.
        LATENCY|HISTOGRAM -2 7.0.0 | admin noscript loading stale nondeterministic_output
            request_policy:all_nodes response_policy:special | | O(N), N: commands that ran
          Answers how long commands took, in classes of time.
          : [command...]
        LATENCY|HISTORY 3 2.8.13 | admin noscript loading stale nondeterministic_output
            request_policy:all_nodes response_policy:special | | O(1)
          Answers the times that were noted of an event.
          : event
        LATENCY|LATEST 2 2.8.13 | admin noscript loading stale nondeterministic_output
            request_policy:all_nodes response_policy:special | | O(1)
          Answers the last time of each kind of event.
        LATENCY|RESET -2 2.8.13 | admin noscript loading stale request_policy:all_nodes
            response_policy:all_succeeded | | O(1)
          Forgets what was noted of events.
          : [event...]
        LOLWUT 5.0.0 | readonly fast | | O(1)
          Shows a piece of art and the version of the server.
          : [VERSION=version:integer]
        MEMORY 4.0.0 | | | Depends on the subcommand
          Tells what memory is used for.
        MEMORY|DOCTOR 2 4.0.0 | nondeterministic_output request_policy:all_shards
            response_policy:special | | O(1)
          Says in words how memory is used.
        MEMORY|HELP 2 4.0.0 | loading stale | | O(1)
          Lists the subcommands.
        MEMORY|MALLOC-STATS 2 4.0.0 | nondeterministic_output request_policy:all_shards
            response_policy:special | | O(1)
          Shows the figures of the allocator.
        MEMORY|PURGE 2 4.0.0 | request_policy:all_shards response_policy:all_succeeded | | O(1)
          Gives memory back to the system.
        MEMORY|STATS 2 4.0.0 | nondeterministic_output request_policy:all_shards
            response_policy:special | | O(1)
          Answers figures on the use of memory.
        MEMORY|USAGE -3 4.0.0 | readonly | RO | O(N), N: samples
          Estimates how many bytes a key takes.
          : key [SAMPLES=count]
        MODULE 4.0.0 | | | Depends on the subcommand
          Looks after modules.
        MODULE|HELP 2 5.0.0 | loading stale | | O(1)
          Lists the subcommands.
        MODULE|LIST 2 4.0.0 | admin noscript nondeterministic_output_order | | O(N), N: modules
          Lists the modules.
        MODULE|LOAD -3 4.0.0 | admin noscript no_async_loading | | O(1)
          Loads a module.
          : path [arg...]
        MODULE|LOADEX -3 7.0.0 | admin noscript no_async_loading | | O(1)
          Loads a module with settings.
          : path [CONFIG=configs:{name value}...+] [ARGS=args:{arg}...]
        MODULE|UNLOAD 3 4.0.0 | admin noscript no_async_loading | | O(1)
          Removes a module.
          : name
        MONITOR 1.0.0 | admin noscript loading stale | | O(1)
          Shows all requests of all clients as they come.
        PSYNC 2.8.0 | admin noscript no_async_loading no_multi | | O(1)
          Asks for the stream of changes from a place on.
          : replicationid offset
        REPLCONF 3.0.0 | admin noscript loading stale allow_busy syscmd | | O(1)
          Tells a master what its replica is and how far it is.
        REPLICAOF 5.0.0 | admin noscript stale no_async_loading | | O(1)
          Makes the server a replica of another, or a master.
          : args:(host-port:{host port}|no-one:{NO ONE})
        RESTORE-ASKING 3.0.0 | write denyoom asking +@dangerous +@keyspace syscmd | OW update |
            O(N), N: bytes of the value
          As RESTORE, for a slot that is being moved here.
          : key ttl:integer serialized-value [REPLACE] [ABSTTL] [IDLETIME=seconds]
            [FREQ=frequency:integer]
        ROLE 2.8.12 | noscript loading stale fast +@admin +@dangerous | | O(1)
          Tells whether the server is a master, and of whom.
        SAVE 1.0.0 | admin noscript no_async_loading no_multi | | O(N), N: keys
          Writes a snapshot while everybody waits.
        SHUTDOWN 1.0.0 | admin noscript loading stale no_multi allow_busy | | O(N) if it saves, N:
            keys
          Stops the server.
          : [nosave_save:(NOSAVE|SAVE)] [NOW] [FORCE] [ABORT]
        SLAVEOF 1.0.0 | admin noscript stale no_async_loading | | O(1)
          Makes the server a replica of another, or a master.
          ~ 5.0.0 REPLICAOF
          : args:(host-port:{host port}|no-one:{NO ONE})
        SLOWLOG 2.2.12 | | | Depends on the subcommand
          Shows the commands that took long.
        SLOWLOG|GET -2 2.2.12 | admin loading stale request_policy:all_nodes
            nondeterministic_output | | O(N), N: entries answered
          Answers the last commands that took long.
          : [count]
        SLOWLOG|HELP 2 6.2.0 | loading stale | | O(1)
          Lists the subcommands.
        SLOWLOG|LEN 2 2.2.12 | admin loading stale request_policy:all_nodes
            response_policy:agg_sum nondeterministic_output | | O(1)
          Counts the commands that are remembered.
        SLOWLOG|RESET 2 2.2.12 | admin loading stale request_policy:all_nodes
            response_policy:all_succeeded | | O(N), N: entries
          Forgets the commands that took long.
        SWAPDB 4.0.0 | write fast +@dangerous +@keyspace | | O(N), N: clients that watch or wait
            for keys of them
          Lets two databases change places.
          : index1:integer index2:integer
        SYNC 1.0.0 | admin noscript no_async_loading no_multi | | O(N), N: keys
          Asks for a snapshot and the stream of changes behind it.
        TIME 2.6.0 | loading stale fast nondeterministic_output | | O(1)
          Answers the time of the server.
        """
}
