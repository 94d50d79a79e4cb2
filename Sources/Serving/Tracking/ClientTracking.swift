import RedoubtBytes

/// How a client wants to be told of keys that it should forget.
struct ClientTracking {
    /// The client that is told instead.
    var redirect: Int?
    var isRedirectBroken = false
    /// Whether it is told of all keys with its prefixes, and not of those that it read.
    var isBroadcast = false
    var prefixes: [ByteString] = []
    /// Whether only what follows `CLIENT CACHING YES` counts as read.
    var isOptIn = false
    /// Whether what follows `CLIENT CACHING NO` does not.
    var isOptOut = false
    /// Whether it is not told of its own changes.
    var skipsOwn = false
    /// What was said of the next command.
    var caching: Bool?

    /// Whether the keys of a command that reads count.
    var remembersReads: Bool {
        if isBroadcast { return false }
        if isOptIn { return caching == true }
        return !(isOptOut && caching == false)
    }

    /// The words of `CLIENT TRACKINGINFO`.
    var flags: [String] {
        var flags = ["on"]
        if isBroadcast { flags.append("bcast") }
        if isOptIn { flags += caching == true ? ["optin", "caching-yes"] : ["optin"] }
        if isOptOut { flags += caching == false ? ["optout", "caching-no"] : ["optout"] }
        if skipsOwn { flags.append("noloop") }
        if isRedirectBroken { flags.append("broken_redirect") }
        return flags
    }
}
