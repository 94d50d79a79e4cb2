extension CommandTexts {
    /// What is known of the commands on estimates of how many different elements there are.
    static let estimates = """
        PFADD 2.8.9 | write denyoom fast | RW insert | O(1) for each element
          Adds elements to an estimate of how many different ones there were.
          : key [element...]
        PFCOUNT 2.8.9 | readonly | RW access | O(N), N: keys
          Estimates how many different elements were added.
          : key...
        PFDEBUG 2.8.9 | write denyoom admin syscmd | RW access | O(N), N: registers
          Shows the inside of an estimate.
          : subcommand key
        PFMERGE 2.8.9 | write denyoom | RW access insert; RO access | O(N), N: keys
          Joins estimates into one.
          : destkey sourcekey...
        PFSELFTEST 2.8.9 | admin syscmd | | O(1)
          Tests the code of the estimates.
        """
}
