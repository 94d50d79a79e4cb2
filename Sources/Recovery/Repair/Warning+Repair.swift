extension Warning {
    /// What a user has to know of a repair.
    static func repaired(_ report: RepairReport) -> [Warning] {
        var warnings = report.missing.map {
            Warning("\($0): the manifest lists this file, but it is not there: all of it is lost")
        }
        for file in report.files {
            if let fault = file.preamble {
                warnings.append(
                    Warning(
                        "\(file.path): the snapshot in front is damaged (\(fault)) and was copied "
                            + "as it is: `redoubt salvage` mends snapshots"
                    )
                )
            }
            if file.holeCount > 0 {
                let places = file.holeCount == 1 ? "1 place" : "\(file.holeCount) places"
                warnings.append(
                    Warning(
                        "\(file.path): something is missing at \(places), "
                            + "\(file.byteCount - file.keptByteCount) bytes in all"
                    )
                )
            }
            if let offset = file.withinCutValue {
                warnings.append(
                    Warning(
                        "\(file.path): offset \(offset): what looks like commands from here on "
                            + "was left out: by its own length the last value goes on to the end "
                            + "(--search-cut-value takes them for commands)"
                    )
                )
            }
            for (name, offset) in file.unknown.sorted(by: { $0.value < $1.value }) {
                warnings.append(
                    Warning(
                        "\(file.path): offset \(offset): \(name) is not known and was kept: "
                            + "a server that does not know it stops there (--drop-unknown)"
                    )
                )
            }
        }
        return warnings
    }
}
