extension CommandTexts {
    /// What is known of the commands on the bits of strings.
    static let bits = """
        BITCOUNT 2.6.0 | readonly | RO access | O(N), N: bytes looked at
          Counts the bits that are set in a string or in a part of it.
          : key [index:{start end [index_unit:(BYTE|BIT)]}]
        BITFIELD 3.2.0 | write denyoom | RW access update variable_flags | O(1) for each operation
          Reads and changes integers of any width inside a string.
          : key [operation:(GET=encoding_offset:{encoding offset}|
            write:{[OVERFLOW=wrap_sat_fail:(WRAP|SAT|FAIL)]
            write_operation:(SET=encoding_offset_value:{encoding offset value:integer}|
            INCRBY=encoding_offset_increment:{encoding offset increment})})...]
        BITFIELD_RO 6.0.0 | readonly fast | RO access | O(1) for each operation
          Reads integers of any width inside a string.
          : key [GET=encoding_offset:{encoding offset}...+]
        BITOP 2.6.0 | write denyoom | OW update; RO access | O(N), N: bytes of the longest string
          Combines strings bit by bit and keeps the result.
          : operation destkey key...
        BITPOS 2.8.7 | readonly | RO access | O(N), N: bytes looked at
          Finds the first bit of a string that is set, or that is not.
          : key bit [index:{start [end_index:{end [index_unit:(BYTE|BIT)]}]}]
        GETBIT 2.2.0 | readonly fast | RO access | O(1)
          Answers one bit of a string.
          : key offset
        SETBIT 2.2.0 | write denyoom | RW access update | O(1)
          Changes one bit of a string and answers what it was.
          : key offset value:integer
        """
}
