import RedoubtBytes

extension OutputLock {
    /// Locks what is to be written; nothing where nothing is.
    ///
    /// Nobody waits: whoever comes second is told.
    static func take(_ output: String?) throws(RecoveryError) -> OutputLock? {
        guard let output else { return nil }
        do throws(Fault) {
            return try OutputLock(output: output)
        } catch {
            throw RecoveryError(error, file: output)
        }
    }

    /// Locks a directory whose files are to be replaced.
    static func take(directory: String) throws(RecoveryError) -> OutputLock {
        do throws(Fault) {
            return try OutputLock(directory: directory)
        } catch {
            throw RecoveryError(error, file: directory)
        }
    }
}
