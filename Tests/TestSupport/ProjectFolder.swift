public import Foundation

/// The folder of the package, found from where this file stands in it.
public enum ProjectFolder {
    /// The folder that holds `Package.swift`.
    public static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A file or folder of the project.
    public static func url(_ path: String) -> URL {
        root.appending(path: path)
    }
}
