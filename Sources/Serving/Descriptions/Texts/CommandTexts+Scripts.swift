extension CommandTexts {
    /// What is known of the commands on scripts and functions.
    static let scripts = """
        EVAL 2.6.0 | noscript stale skip_monitor no_mandatory_keys | RW access update | Depends on
            the script
          Runs a Lua script.
          : script numkeys [key...] [arg...]
        EVALSHA 2.6.0 | noscript stale skip_monitor no_mandatory_keys | RW access update | Depends
            on the script
          Runs a Lua script that the server knows, by its digest.
          : sha1 numkeys [key...] [arg...]
        EVALSHA_RO 7.0.0 | readonly noscript stale skip_monitor no_mandatory_keys | RO access |
            Depends on the script
          Runs a Lua script that the server knows and that may only read.
          : sha1 numkeys [key...] [arg...]
        EVAL_RO 7.0.0 | readonly noscript stale skip_monitor no_mandatory_keys | RO access |
            Depends on the script
          Runs a Lua script that may only read.
          : script numkeys [key...] [arg...]
        FCALL 7.0.0 | noscript stale skip_monitor no_mandatory_keys | RW access update | Depends
            on the function
          Calls a function of a library.
          : function numkeys [key...] [arg...]
        FCALL_RO 7.0.0 | readonly noscript stale skip_monitor no_mandatory_keys | RO access |
            Depends on the function
          Calls a function of a library that may only read.
          : function numkeys [key...] [arg...]
        FUNCTION 7.0.0 | -@scripting | | Depends on the subcommand
          Looks after libraries of functions.
        FUNCTION|DELETE 3 7.0.0 | write noscript request_policy:all_shards
            response_policy:all_succeeded | | O(1)
          Removes a library.
          : library-name
        FUNCTION|DUMP 2 7.0.0 | noscript | | O(N), N: functions
          Answers all libraries in the form of a snapshot.
        FUNCTION|FLUSH -2 7.0.0 | write noscript request_policy:all_shards
            response_policy:all_succeeded | | O(N), N: functions
          Removes all libraries.
          : [async:(ASYNC|SYNC)]
        FUNCTION|HELP 2 7.0.0 | loading stale | | O(1)
          Lists the subcommands.
        FUNCTION|KILL 2 7.0.0 | noscript allow_busy request_policy:all_shards
            response_policy:one_succeeded | | O(1)
          Stops a function that runs.
        FUNCTION|LIST -2 7.0.0 | noscript nondeterministic_output_order | | O(N), N: functions
          Describes the libraries.
          : [LIBRARYNAME=library-name-pattern] [WITHCODE]
        FUNCTION|LOAD -3 7.0.0 | write denyoom noscript request_policy:all_shards
            response_policy:all_succeeded | | O(1)
          Adds a library of functions.
          : [REPLACE] function-code
        FUNCTION|RESTORE -3 7.0.0 | write denyoom noscript request_policy:all_shards
            response_policy:all_succeeded | | O(N), N: functions
          Adds the libraries that FUNCTION DUMP answered.
          : serialized-value [policy:(FLUSH|APPEND|REPLACE)]
        FUNCTION|STATS 2 7.0.0 | noscript allow_busy nondeterministic_output
            request_policy:all_shards response_policy:special | | O(1)
          Tells which function runs, and how many there are.
        SCRIPT 2.6.0 | -@scripting | | Depends on the subcommand
          Looks after Lua scripts.
        SCRIPT|DEBUG 3 3.2.0 | noscript | | O(1)
          Chooses how the next script is debugged.
          : mode:(YES|SYNC|NO)
        SCRIPT|EXISTS -3 2.6.0 | noscript request_policy:all_shards
            response_policy:agg_logical_and | | O(N), N: scripts asked for
          Tells which scripts the server knows.
          : sha1...
        SCRIPT|FLUSH -2 2.6.0 | noscript request_policy:all_nodes response_policy:all_succeeded |
            | O(N), N: scripts
          Forgets all scripts.
          : [async:(ASYNC|SYNC)]
        SCRIPT|HELP 2 5.0.0 | loading stale | | O(1)
          Lists the subcommands.
        SCRIPT|KILL 2 2.6.0 | noscript allow_busy request_policy:all_shards
            response_policy:one_succeeded | | O(1)
          Stops a script that runs.
        SCRIPT|LOAD 3 2.6.0 | noscript stale request_policy:all_nodes
            response_policy:all_succeeded | | O(N), N: bytes of the script
          Makes a script known to the server and answers its digest.
          : script
        """
}
