import RedoubtBytes
import RedoubtCommands
import RedoubtRDB
import RedoubtValues

/// Tells what of a file a certain server would not load: each thing once, where it is met first.
struct TargetReview {
    /// A hostile file may have a new module for each key.
    private static let toldMax = 1000

    let target: LoadTarget
    let path: String
    private var told: Set<String> = []

    init(_ server: ServerProfile, path: String) {
        target = LoadTarget(server)
        self.path = path
    }

    /// The version of a snapshot.
    mutating func look(at format: FormatVersion, _ findings: inout FindingList) {
        guard !target.reads(format) else { return }
        let text =
            "\(target.server) does not read version \(format), which \(format.writers) write"
        tell(.targetVersion, text, at: 0, &findings)
    }

    /// The keys of a run.
    mutating func look(at run: RunReview, _ database: Int, _ findings: inout FindingList) {
        let types = run.types.sorted { $0.value.offset < $1.value.offset }
        for (type, sighting) in types where !target.loads(type) {
            let key = RecoveryError.KeyName(database: database, key: sighting.name)
            let text =
                "\(target.server) does not have this type: \(type.encodingName), "
                + "since \(type.since)"
            tell(.targetType, text, at: sighting.offset, key: key, &findings)
        }
        for (module, sighting) in run.modules.sorted(by: { $0.value.offset < $1.value.offset }) {
            let key = RecoveryError.KeyName(database: database, key: sighting.name)
            needs(module, at: sighting.offset, key: key, &findings)
        }
    }

    private mutating func needs(
        _ module: ModuleID,
        at offset: Int,
        key: RecoveryError.KeyName? = nil,
        _ findings: inout FindingList
    ) {
        let text = "the module type \(module.name), version \(module.encodingVersion), is needed"
        tell(.targetModule, text, at: offset, key: key, &findings)
    }

    /// What stands between keys.
    mutating func look(
        at frame: Frame,
        _ offset: Int,
        _ format: FormatVersion,
        _ findings: inout FindingList
    ) {
        let opcode: Opcode
        switch frame {
        case .moduleAuxiliary(let data):
            opcode = .moduleAuxiliary
            needs(data.id, at: offset, &findings)
        case .function: opcode = .function
        case .functionPreGA: opcode = .functionPreGA
        case .slotInfo: opcode = .slotInfo
        case .slotImport: opcode = .slotImport
        case .hashTemplate: opcode = .hashTemplate
        case .enterprise: opcode = .enterpriseSlot
        case .key(let record) where record.attributes.metadata != nil: opcode = .keyMetadata
        default: return
        }
        guard !target.knows(opcode) else { return }
        let text = "\(target.server) does not know the opcode \(opcode.wire) (\(opcode))"
        tell(.targetOpcode, text, at: offset, &findings)
    }

    /// A command of a log.
    mutating func look(at command: Command, at offset: Int, _ findings: inout FindingList) {
        guard !target.knows(command) else { return }
        let text = "\(target.server) does not have \(command.name), since \(command.since)"
        tell(.targetCommand, text, at: offset, &findings)
    }

    /// A command that is no server's own.
    mutating func look(
        atForeign name: RawSpan,
        of module: String?,
        at offset: Int,
        _ findings: inout FindingList
    ) {
        guard let module else { return }
        let text = "the module \(module) is needed, for \(name.printable.uppercased())"
        tell(.targetModule, text, at: offset, &findings)
    }

    /// The form of a log.
    mutating func refuse(_ form: String, at offset: Int?, _ findings: inout FindingList) {
        tell(.targetLayout, "\(target.server) does not read \(form)", at: offset, &findings)
    }

    private mutating func tell(
        _ kind: Finding.Kind,
        _ text: String,
        at offset: Int?,
        key: RecoveryError.KeyName? = nil,
        _ findings: inout FindingList
    ) {
        guard told.count < Self.toldMax, told.insert(text).inserted else { return }
        findings.add(Finding(kind, text, file: path, offset: offset, key: key))
    }
}
