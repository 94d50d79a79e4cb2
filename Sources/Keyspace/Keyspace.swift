public import RedoubtBytes
public import RedoubtValues

/// A whole dataset in memory: databases, function libraries and what else a snapshot carries.
///
/// It follows the behaviour of one server version, its profile. Databases exist as soon as they
/// are asked for; their numbers have no upper limit.
public struct Keyspace: ~Copyable, Sendable {
    /// The server whose behaviour is followed.
    public let profile: ServerProfile
    /// The source code of each function library by name.
    public var functions = ByteTable<ByteString>()
    /// The auxiliary fields of the snapshot, in the order of the file.
    public var auxiliaries: [(name: ByteString, value: ByteString)] = []
    /// The auxiliary data of modules.
    public var moduleAuxiliaries: [ModuleData] = []
    /// The numbers of `stores`, ascending.
    @usableFromInline var numbers: [Int] = []
    @usableFromInline var stores: [Database] = []
    /// Whether tables of keys are divided when they have grown.
    @usableFromInline var divides = false
    /// What stands for a database that is not there: something that outlives whoever looks at it.
    @usableFromInline let absent = Database()

    /// An empty dataset.
    public init(profile: ServerProfile) {
        self.profile = profile
    }

    /// The dataset as it is now: the two share their memory until one of them changes.
    public func copy() -> Keyspace {
        var copy = Keyspace(profile: profile)
        copy.functions = functions
        copy.auxiliaries = auxiliaries
        copy.moduleAuxiliaries = moduleAuxiliaries
        copy.numbers = numbers
        copy.stores = stores
        copy.divides = divides
        return copy
    }

    /// Divides tables of keys from now on when they have grown, so that a copy costs whoever
    /// writes to the original little.
    ///
    /// Entries do not stand in the order of insertion any more.
    public mutating func prepareForServing() {
        divides = true
        for index in stores.indices { stores[index].entries.beginDividing() }
    }

    /// The numbers of the databases that hold keys, ascending.
    public var databaseNumbers: [Int] {
        zip(numbers, stores).filter { !$0.1.isEmpty }.map(\.0)
    }

    /// Number of keys in all databases.
    public var count: Int {
        stores.reduce(0) { $0 + $1.count }
    }

    /// The database with a number.
    @inlinable
    public subscript(database number: Int) -> Database {
        _read {
            if let index = index(of: number) {
                yield stores[index]
            } else {
                yield absent
            }
        }
        _modify {
            let index = makeStore(number)
            yield &stores[index]
        }
    }

    /// Where a database stands, which begins to be.
    @discardableResult @usableFromInline
    mutating func makeStore(_ number: Int) -> Int {
        let index = lowerBound(number)
        if index == numbers.count || numbers[index] != number {
            numbers.insert(number, at: index)
            stores.insert(Database(divides: divides), at: index)
        }
        return index
    }

    /// Where a database stands that has been asked for.
    @inlinable @inline(__always)
    func index(of number: Int) -> Int? {
        let index = lowerBound(number)
        return index < numbers.count && numbers[index] == number ? index : nil
    }

    @inlinable @inline(__always)
    func lowerBound(_ number: Int) -> Int {
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low &+ high) / 2
            if numbers[middle] < number { low = middle &+ 1 } else { high = middle }
        }
        return low
    }

    /// Exchanges the content of two databases.
    public mutating func swapDatabases(_ first: Int, _ second: Int) {
        guard first != second else { return }
        makeStore(first)
        makeStore(second)
        stores.swapAt(lowerBound(first), lowerBound(second))
    }

    /// Removes the keys of every database; functions stay.
    ///
    /// - Returns: what they held.
    @discardableResult
    public mutating func removeAllKeys() -> [Database] {
        defer {
            numbers = []
            stores = []
        }
        return stores
    }
}

extension Keyspace {
    /// Data of a module that belongs to no key.
    public struct ModuleData: Sendable {
        /// The bytes behind the opcode, as they were read.
        public let bytes: ByteString
        /// Whether it stands behind the keys.
        public let isBehindKeys: Bool

        /// Wraps data of a module.
        public init(bytes: ByteString, isBehindKeys: Bool) {
            self.bytes = bytes
            self.isBehindKeys = isBehindKeys
        }
    }
}
