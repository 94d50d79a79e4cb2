/// The two families of the RDB format, told apart by the magic.
///
/// The same type and opcode numbers mean different things in them: 22, 23, 242 and 243.
public enum Dialect: UInt8, Hashable, Sendable {
    /// Magic `REDIS` and four digits; Valkey writes it too up to version 11.
    case redis
    /// Magic `VALKEY` and three digits, from version 80 on.
    case valkey
}
