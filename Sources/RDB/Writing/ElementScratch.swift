import RedoubtBytes
import RedoubtCodecs

/// The elements of one value, collected before its encoding is chosen; used again for the next.
struct ElementScratch: ~Copyable {
    private var bytes = ByteBuilder(capacity: 4096)
    private var ends: [Int] = []
    /// Size of the largest element.
    private(set) var sizeMax = 0

    var count: Int { ends.count }

    mutating func append(_ element: RawSpan) {
        bytes.append(element)
        ends.append(bytes.count)
        sizeMax = max(sizeMax, element.byteCount)
    }

    subscript(_ index: Int) -> RawSpan {
        @_lifetime(borrow self)
        get {
            let start = index == 0 ? 0 : ends[index - 1]
            return bytes.bytes.extracting(start..<ends[index])
        }
    }

    // The parts of an encoder are lent one by one: a view of an element would borrow all of it.

    /// Writes an element as a string.
    func write(_ index: Int, with strings: inout StringWriter, to output: inout ByteBuilder) {
        strings.append(self[index], to: &output)
    }

    /// Puts an element into a listpack.
    func pack(_ index: Int, into listpack: inout ListpackWriter) {
        listpack.append(self[index])
    }

    /// Puts an element into a ziplist.
    func pack(_ index: Int, into ziplist: inout ZiplistWriter) {
        ziplist.append(self[index])
    }

    /// Puts a field, at an even index, or its value into a zipmap.
    func pack(_ index: Int, into zipmap: inout ZipmapWriter) {
        if index.isMultiple(of: 2) {
            zipmap.append(field: self[index])
        } else {
            zipmap.append(value: self[index])
        }
    }

    mutating func removeAll() {
        bytes.removeAll()
        ends.removeAll(keepingCapacity: true)
        sizeMax = 0
    }
}

extension ByteBuilder {
    /// Puts the text into a listpack.
    func pack(into listpack: inout ListpackWriter) {
        listpack.append(bytes)
    }

    /// Puts the text into a ziplist.
    func pack(into ziplist: inout ZiplistWriter) {
        ziplist.append(bytes)
    }

    /// Appends the content of another builder.
    mutating func append(_ other: borrowing ByteBuilder) {
        append(other.bytes)
    }
}

extension StringWriter {
    /// Appends a finished listpack as a string.
    mutating func append(_ listpack: borrowing ListpackWriter, to output: inout ByteBuilder) {
        append(listpack.blob, to: &output)
    }

    /// Appends a finished zipmap as a string.
    mutating func append(_ zipmap: borrowing ZipmapWriter, to output: inout ByteBuilder) {
        append(zipmap.blob, to: &output)
    }

    /// Appends a finished ziplist as a string.
    mutating func append(_ ziplist: borrowing ZiplistWriter, to output: inout ByteBuilder) {
        append(ziplist.blob, to: &output)
    }
}
