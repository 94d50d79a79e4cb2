import RedoubtAOF
import RedoubtAnalysis
import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtValues

/// A summary as JSON; `docs/json.md` describes every field.
struct InspectDocument: Encodable {
    let schema = "redoubt.inspect.v1"
    let path: String
    let kind: String
    let files: [File]
    let snapshot: Snapshot?
    let log: Log?
    let warnings: [String]

    struct File: Encodable {
        let path: String
        let role: String?
        let bytes: Int?
    }

    struct Snapshot: Encodable {
        let format: String
        let server: String?
        let checksum: String
        let bytes: Int
        let aux: [Pair]
        let databases: [Database]
        let types: [TypeCount]
        let modules: [String: Int]
        let moduleTypes: [ModuleType]
        let moduleAux: [String]
        let functions: [String]
        let lruHints: Int
        let lfuHints: Int
    }

    struct Pair: Encodable {
        let name: String
        let value: String
    }

    struct Database: Encodable {
        let database: Int
        let keys: Int
        let expiring: Int
    }

    struct TypeCount: Encodable {
        let type: String
        let encoding: String
        let values: Int
        let bytes: Int
    }

    struct ModuleType: Encodable {
        let type: String
        let version: Int
        let values: Int
        let bytes: Int
        let undecoded: Int
        let reason: String?
    }

    struct Log: Encodable {
        let records: Int
        let commands: [String: Int]
        let firstTimestamp: Int64?
        let lastTimestamp: Int64?
    }

    init(_ inspection: Inspection) {
        path = inspection.path
        kind = inspection.isLog ? "log" : "snapshot"
        files = inspection.files.map {
            File(path: $0.path, role: $0.role.map { String($0.rawValue) }, bytes: $0.byteCount)
        }
        snapshot = inspection.snapshot.map(Snapshot.init)
        log = inspection.isLog ? Log(inspection.log) : nil
        warnings = inspection.warnings.map(\.description)
    }
}

extension InspectDocument.Snapshot {
    init(_ summary: SnapshotSummary) {
        format = summary.format.description
        server = summary.server?.description
        checksum = summary.checksum?.word ?? "unread"
        bytes = summary.byteCount
        aux = summary.auxiliaries.map {
            InspectDocument.Pair(name: $0.name.printable, value: $0.value.printable)
        }
        databases = summary.databases.sorted { $0.key < $1.key }.map {
            InspectDocument.Database(
                database: $0.key,
                keys: $0.value.keys,
                expiring: $0.value.expiring
            )
        }
        types = summary.types.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            InspectDocument.TypeCount(
                type: $0.key.kind.name,
                encoding: $0.key.encodingName,
                values: $0.value.values,
                bytes: $0.value.payloadBytes
            )
        }
        modules = summary.modules
        moduleTypes = summary.moduleTypes.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            InspectDocument.ModuleType(
                type: $0.key.name,
                version: $0.key.encodingVersion,
                values: $0.value.values,
                bytes: $0.value.payloadBytes,
                undecoded: $0.value.undecoded,
                reason: $0.value.reason
            )
        }
        moduleAux = summary.moduleAuxiliaries
        functions = summary.functions.map(\.printable)
        lruHints = summary.idleHints
        lfuHints = summary.frequencyHints
    }
}

extension InspectDocument.Log {
    init(_ summary: LogSummary) {
        records = summary.recordCount
        commands = summary.commands
        firstTimestamp = summary.firstTimestamp
        lastTimestamp = summary.lastTimestamp
    }
}
