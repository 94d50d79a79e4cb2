import Foundation

extension LiveServer {
    /// The real servers that `make setup` provides.
    public enum Kind: String, Sendable, CaseIterable, CustomStringConvertible {
        /// Redis 6.2.
        case redis62
        /// Redis 7.0.
        case redis70
        /// Valkey 9.1.
        case valkey91

        /// The server in the form that `--target` and `--as` take.
        public var description: String {
            switch self {
            case .redis62: "redis-6.2"
            case .redis70: "redis-7.0"
            case .valkey91: "valkey-9.1"
            }
        }

        /// The path of its binary, from `REDOUBT_REDIS62` and the like in the environment, or from
        /// the file that `make setup` left.
        ///
        /// A missing server fails the test: a suite that skips it would prove nothing.
        public func executable() throws -> String {
            let variable = "REDOUBT_\(rawValue.uppercased())"
            let path =
                ProcessInfo.processInfo.environment[variable] ?? Self.installed[variable] ?? ""
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw TestFailure("\(self) is not installed: run `make setup`")
            }
            return path
        }

        /// DEBUG has to be allowed from 7.0; 6.2 allows it, and refuses the setting.
        var settings: [String] {
            self == .redis62 ? [] : ["enable-debug-command yes"]
        }

        private static let installed: [String: String] = {
            let file = ProjectFolder.url(".venv/servers.env")
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            let pairs = text.split(separator: "\n").compactMap { line -> (String, String)? in
                let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
                return parts.count == 2 ? (parts[0], parts[1]) : nil
            }
            return Dictionary(pairs) { _, last in last }
        }()
    }
}
