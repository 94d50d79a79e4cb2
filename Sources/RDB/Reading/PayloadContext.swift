public import RedoubtBytes

/// What the payload of a value needs to know of the file that it stands in.
public struct PayloadContext: Hashable, Sendable {
    /// The version of the file: dialect and width of lengths.
    public var format: FormatVersion
    /// The hash templates that the file has declared so far.
    public var templates: HashTemplates

    /// The context of a file, or of a `DUMP` payload, of one version.
    public init(format: FormatVersion, templates: HashTemplates = HashTemplates()) {
        self.format = format
        self.templates = templates
    }
}

/// The field lists that a file declares once and that its hashes then refer to (Redis 8.10).
public struct HashTemplates: Hashable, Sendable {
    private var fieldsByID: [UInt64: [ByteString]] = [:]

    /// No templates.
    public init() {}

    /// Whether no template was declared.
    public var isEmpty: Bool { fieldsByID.isEmpty }

    /// Number of templates.
    public var count: Int { fieldsByID.count }

    /// The ids of all templates, ascending.
    public var ids: [UInt64] { fieldsByID.keys.sorted() }

    /// The fields of the template `id`, or nil if it was not declared.
    public subscript(id: UInt64) -> [ByteString]? { fieldsByID[id] }

    /// Declares a template.
    ///
    /// - Returns: false, and nothing changes, if the id is taken.
    public mutating func declare(_ id: UInt64, fields: [ByteString]) -> Bool {
        guard fieldsByID[id] == nil else { return false }
        fieldsByID[id] = fields
        return true
    }
}
