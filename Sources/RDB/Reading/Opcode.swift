/// What can stand in a file in place of a value type.
///
/// Opcodes carry no size: one that is not known cannot be passed over, and any byte that is not an
/// opcode is a type.
public enum Opcode: Hashable, Sendable, CaseIterable {
    /// 255: the end; a checksum follows from version 5 on.
    case end
    /// 254: length database.
    case selectDatabase
    /// 253: i32 seconds.
    case expirySeconds
    /// 252: i64 milliseconds.
    case expiryMilliseconds
    /// 251: length keys, length keys with an expiry.
    case resizeDatabase
    /// 250: string name, string value.
    case auxiliary
    /// 249: one byte.
    case frequency
    /// 248: length seconds.
    case idle
    /// 247: length module id, length 2, length when, module stream.
    case moduleAuxiliary
    /// 246: string name, string engine, length flag, [string description], string code.
    case functionPreGA
    /// 245: string code.
    case function
    /// 244: length slot, length keys, length keys with an expiry.
    case slotInfo
    /// 243 in Redis: length n, n × (u32 class, module stream); a type follows.
    case keyMetadata
    /// 243 in Valkey: string job, length n, n × (length first slot, length last slot).
    case slotImport
    /// 242 in Redis: length id, length n, n strings.
    case hashTemplate
    /// 121 in Redis Enterprise: length slot.
    case enterpriseSlot
    /// 107 in Redis Enterprise: length.
    case enterpriseIdle

    /// The opcode with the number `wire` in files of `dialect`, or nil if the byte is a type.
    public init?(wire: UInt8, dialect: Dialect) {
        switch wire {
        case 255: self = .end
        case 254: self = .selectDatabase
        case 253: self = .expirySeconds
        case 252: self = .expiryMilliseconds
        case 251: self = .resizeDatabase
        case 250: self = .auxiliary
        case 249: self = .frequency
        case 248: self = .idle
        case 247: self = .moduleAuxiliary
        case 246: self = .functionPreGA
        case 245: self = .function
        case 244: self = .slotInfo
        case 243: self = dialect == .redis ? .keyMetadata : .slotImport
        case 242 where dialect == .redis: self = .hashTemplate
        case 121 where dialect == .redis: self = .enterpriseSlot
        case 107 where dialect == .redis: self = .enterpriseIdle
        default: return nil
        }
    }

    /// The number in files.
    public var wire: UInt8 {
        switch self {
        case .end: 255
        case .selectDatabase: 254
        case .expirySeconds: 253
        case .expiryMilliseconds: 252
        case .resizeDatabase: 251
        case .auxiliary: 250
        case .frequency: 249
        case .idle: 248
        case .moduleAuxiliary: 247
        case .functionPreGA: 246
        case .function: 245
        case .slotInfo: 244
        case .keyMetadata, .slotImport: 243
        case .hashTemplate: 242
        case .enterpriseSlot: 121
        case .enterpriseIdle: 107
        }
    }
}
