/// Numbers with as many digits behind the point as are wanted.
enum FixedText {
    static func text(_ number: Double, digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int64((number * scale).rounded())
        let whole = String(abs(scaled) / Int64(scale))
        let part = String(abs(scaled) % Int64(scale))
        let padding = String(repeating: "0", count: digits - part.count)
        return (scaled < 0 ? "-" : "") + whole + "." + padding + part
    }
}
