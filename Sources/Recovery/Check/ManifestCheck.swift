import RedoubtAOF
import RedoubtBytes

/// Holds a manifest against the files beside it.
enum ManifestCheck {
    static func run(
        _ layout: LogLayout,
        _ target: LoadTarget?,
        _ findings: inout FindingList
    ) {
        guard case .directory(let directory, let path) = layout.location,
            let manifest = layout.manifest
        else { return }
        for file in layout.missing {
            let text = "the manifest lists \(file.name), which is not there"
            findings.add(Finding(.fileMissing, text, file: file.path))
        }
        checkSequence(manifest, path, &findings)
        checkExtra(manifest, directory, manifestPath: path, &findings)
        if let target, !target.readsDirectories {
            let text = "\(target.server) does not read a log in a directory with a manifest"
            findings.add(Finding(.targetLayout, text, file: path))
        }
    }

    /// Servers number increments one by one, and load them although one is missing.
    private static func checkSequence(
        _ manifest: Manifest,
        _ path: String,
        _ findings: inout FindingList
    ) {
        let increments = manifest.increments
        for (file, next) in zip(increments, increments.dropFirst()) {
            let (follower, overflow) = file.sequence.addingReportingOverflow(1)
            guard !overflow, next.sequence != follower else { continue }
            let text = "\(next.name), number \(next.sequence), follows number \(file.sequence)"
            findings.add(Finding(.sequenceGap, text, file: path))
        }
    }

    /// Files of the same log that are of no effect.
    private static func checkExtra(
        _ manifest: Manifest,
        _ directory: String,
        manifestPath: String,
        _ findings: inout FindingList
    ) {
        let listed = Set(manifest.files.map(\.name))
        let name = manifestPath.split(separator: "/").last.map(String.init) ?? ""
        let prefix = name.dropLast(".manifest".count) + "."
        guard let names = try? Directory.names(in: directory) else { return }
        for other in names.sorted()
        where !listed.contains(other) && other != name && other.hasPrefix(prefix) {
            guard other.hasSuffix(".aof") || other.hasSuffix(".rdb") else { continue }
            let text = "\(other) is not in the manifest: servers do not read it"
            findings.add(Finding(.fileExtra, text, file: "\(directory)/\(other)"))
        }
    }
}
