/// The compression of strings inside snapshots.
///
/// A compressed stream has no header and no end mark; its two lengths stand before it in the file.
/// It is a sequence of items, each led by a control byte `c`:
///
/// | `c` | Item |
/// |---|---|
/// | `000nnnnn` | a run of `n + 1` literal bytes (1 to 32), which follow |
/// | `lllooooo` b | copy `l + 2` bytes (3 to 8) from `o·256 + b + 1` bytes before the end |
/// | `111ooooo` x b | the same with `x + 9` bytes (9 to 264) |
///
/// A copy may overlap its own output: it then repeats what it has just written.
public enum LZF {
    static let literalRunMax = 32
    static let copyCountMax = 264
    static let copyDistanceMax = 8192
    /// The best that an item can do: 264 bytes from 3.
    static let expansionMax = 88
}
