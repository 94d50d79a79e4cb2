import Logging
import NIOCore
import RedoubtBytes
import RedoubtCommands
import RedoubtRESP
import RedoubtServing

/// One connection: the bytes of a client go to the engine where they stand, and its answers go out
/// together when the turn of the loop is over.
final class ClientHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Bytes behind which a client that must wait is not read from any more.
    private static let waitingByteCountMax = 1 << 20
    /// The most room that is made for a request before its bytes have come.
    private static let reservedByteCountMax = 8 << 20
    /// Bytes of answers that are sent before the next request is carried out.
    private static let answerByteCountMax = 1 << 20
    /// The most bytes of answers that are handed over: larger ones are few.
    private static let handedByteCountMax = 1 << 16
    /// Consumed bytes that are worth moving the rest for.
    private static let consumedByteCountMax = 1 << 16

    private let host: LoopHost
    private var session: Session?
    private var parser = RequestParser()
    /// What has come and was not carried out yet.
    private var pending = ByteBuffer()
    private var isPaused = false
    private(set) var context: ChannelHandlerContext?
    private let isEncrypted: Bool
    /// The socket, if bytes may go to it as they are.
    private var socket: NIOBSDSocket.Handle?
    /// What the sender sends of the answers; nil before it has been asked to.
    private var outgoing: OutgoingAnswers?
    /// Answers that the channel has and the socket has not yet.
    private var waitingWriteCount = 0

    init(_ host: LoopHost, isEncrypted: Bool) {
        self.host = host
        self.isEncrypted = isEncrypted
    }

    // MARK: Coming and going

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        let channel = context.channel
        host.beginTurn()
        guard
            let session = host.engine.open(
                peer: channel.remoteAddress.map(Self.text) ?? "unix:0",
                local: channel.localAddress.map(Self.text) ?? "unix:0",
                isLocal: channel.remoteAddress.map(Self.isLocal) ?? true
            )
        else {
            let line = context.channel.allocator.buffer(string: ServerEngine.tooManyClients)
            context.writeAndFlush(wrapOutboundOut(line)).assumeIsolated().whenComplete { _ in
                context.close(promise: nil)
            }
            return
        }
        self.session = session
        if !isEncrypted {
            socket = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(
                of: NIOBSDSocket.Handle.self
            ) { $0 }
        }
        host.add(self, for: session)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        host.logger.debug("A connection ended with an error", metadata: ["error": "\(error)"])
        context.close(promise: nil)
    }

    private func leave() {
        guard let session else { return }
        self.session = nil
        socket = nil
        if outgoing != nil { host.duplicateRoom += 1 }
        outgoing = nil
        context = nil
        host.remove(session)
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        host.engine.noteInput(bytes.readableBytes)
        if pending.readableBytes == 0 {
            pending = bytes
        } else {
            pending.writeBuffer(&bytes)
        }
        host.beginTurn()
        carryOut()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            host.beginTurn()
            carryOut()
        }
        context.fireChannelWritabilityChanged()
    }

    /// Goes on with what has come, after the session had to wait.
    func resume() {
        carryOut()
    }

    /// Carries out the requests that are whole, as long as the client takes its answers.
    private func carryOut() {
        guard let session, let context else { return }
        var bytes = pending
        pending = ByteBuffer()
        var parser = self.parser
        self.parser = RequestParser()
        var takesAnswers = context.channel.isWritable
        // Bytes behind those that were looked ahead at: a request on its own is just carried out.
        var unseen: Int?
        while takesAnswers, bytes.readableBytes > 0, !session.isWaiting, !session.isClosing {
            if let end = unseen, bytes.readableBytes <= end {
                let count = host.engine.foresee(bytes.readableBytesSpan, for: session)
                unseen = bytes.readableBytes - count
            }
            guard step(&bytes, &parser, session) else { break }
            unseen = unseen ?? bytes.readableBytes
            // Many large answers do not gather: a client that does not take them gets no more.
            // What they answer to must be kept before they go.
            if session.output.count > Self.answerByteCountMax {
                host.keepJournal()
                send()
                takesAnswers =
                    context.channel.isWritable
                    && session.output.count <= Self.answerByteCountMax
            }
        }
        self.parser = parser
        keep(&bytes, session, context)
        host.flush(session)
    }

    /// Carries out the next request; false if it is not whole.
    private func step(
        _ bytes: inout ByteBuffer,
        _ parser: inout RequestParser,
        _ session: Session
    ) -> Bool {
        parser.limits = session.limits == .full ? RequestLimits() : .unauthenticated
        switch parser.next(bytes.readableBytesSpan) {
        case .request(let count):
            host.engine.handle(
                Arguments(bytes.readableBytesSpan, parser.argumentRanges),
                for: session
            )
            bytes.moveReaderIndex(forwardBy: count)
        case .line(let words, let count):
            bytes.moveReaderIndex(forwardBy: count)
            guard !words.isEmpty else { return true }
            let request = OwnedArguments(words)
            host.engine.handle(request.view, for: session)
        case .incomplete(let missing):
            let room = min(missing, Self.reservedByteCountMax)
            if bytes.writableBytes < room { bytes.reserveCapacity(minimumWritableBytes: room) }
            return false
        case .failure(let message):
            host.engine.refuse(session, protocolError: message)
            return false
        }
        return true
    }

    /// Keeps what is left, within bounds.
    private func keep(
        _ bytes: inout ByteBuffer,
        _ session: Session,
        _ context: ChannelHandlerContext
    ) {
        let count = bytes.readableBytes
        if count > host.engine.options.limits.queryByteCountMax {
            host.logger.warning("A client is sent away: its request is too large")
            return context.close(promise: nil)
        }
        if count == 0 {
            // A buffer of no use is given back.
            bytes = ByteBuffer()
        } else if bytes.readerIndex > Self.consumedByteCountMax {
            bytes.discardReadBytes()
        }
        pending = bytes
        let mustPause =
            (session.isWaiting || !context.channel.isWritable) && count > Self.waitingByteCountMax
        guard mustPause != isPaused else { return }
        isPaused = mustPause
        context.channel.setOption(.autoRead, value: !mustPause).assumeIsolated()
            .whenFailure { _ in }
    }

    // MARK: Answers

    /// Sends the answers that wait, unless others are still on their way.
    func send() {
        guard let session, let context, outgoing?.isFree() ?? true else { return }
        let count = session.output.count
        if count > 0 {
            host.engine.noteOutput(count)
            let sent = sendAtOnce(session.output.bytes)
            if sent < count { leave(session.output.bytes, behind: sent, to: context) }
            session.takeOutput()
        }
        guard session.isClosing else { return }
        if waitingWriteCount == 0 { context.close(promise: nil) }
    }

    /// Sends what the socket takes, with nothing in between: the way through the channel costs as
    /// much as a request.
    ///
    /// - Returns: how many bytes went; none if others wait in front of them.
    private func sendAtOnce(_ bytes: RawSpan) -> Int {
        guard let socket, waitingWriteCount == 0 else { return 0 }
        return SocketOutput.send(bytes, to: socket)
    }

    /// Hands the answers that wait over to the sender, where he can send them.
    func handOver() -> OutgoingAnswers? {
        guard let session, let socket, waitingWriteCount == 0, !session.isClosing,
            (1...Self.handedByteCountMax).contains(session.output.count)
        else { return nil }
        guard let outgoing = outgoing ?? makeOutgoing(socket), outgoing.isFree() else {
            return nil
        }
        host.engine.noteOutput(session.output.count)
        outgoing.hand(over: &session.output)
        return outgoing
    }

    private func makeOutgoing(_ socket: NIOBSDSocket.Handle) -> OutgoingAnswers? {
        guard host.duplicateRoom > 0, let duplicate = SocketDuplicate(of: socket) else {
            return nil
        }
        host.duplicateRoom -= 1
        let bound = NIOLoopBound(self, eventLoop: host.loop)
        let loop = host.loop
        outgoing = OutgoingAnswers(duplicate) {
            loop.execute { bound.value.goOn() }
        }
        return outgoing
    }

    /// Goes on behind answers that the sender gave back, or that were waited for.
    private func goOn() {
        takeBack()
        host.beginTurn()
        carryOut()
    }

    /// Takes back what the sender has not sent; it must have nothing of this connection in hand.
    func takeBack() {
        guard let outgoing, let context else { return }
        outgoing.reclaim { bytes, sent in leave(bytes, behind: sent, to: context) }
    }

    /// Leaves it to the channel to send bytes once the socket takes them.
    private func leave(
        _ bytes: RawSpan,
        behind sent: Int,
        to context: ChannelHandlerContext
    ) {
        var buffer = context.channel.allocator.buffer(capacity: bytes.byteCount)
        buffer.writeBytes(bytes)
        buffer.moveReaderIndex(forwardBy: sent)
        waitingWriteCount += 1
        context.writeAndFlush(wrapOutboundOut(buffer)).assumeIsolated().whenComplete { _ in
            self.waitingWriteCount -= 1
            if self.waitingWriteCount == 0, self.session?.isClosing == true { self.cut() }
        }
        boundOutput(context)
    }

    /// Sends a client away that lets too many answers wait.
    private func boundOutput(_ context: ChannelHandlerContext) {
        guard !context.channel.isWritable, let options = context.channel.syncOptions,
            let waiting = try? options.getOption(.bufferedWritableBytes),
            waiting > host.engine.options.limits.outputByteCountMax
        else { return }
        host.logger.warning("A client is sent away: it does not read its answers")
        context.close(promise: nil)
    }

    /// Whether the connection takes more than what is on its way.
    var canTakeMore: Bool {
        context.map { $0.channel.isWritable } ?? true
    }

    /// Closes the connection without sending what waits.
    func cut() {
        context?.close(promise: nil)
    }

    // MARK: Addresses

    private static func text(_ address: SocketAddress) -> String {
        guard let host = address.ipAddress, let port = address.port else { return "unix:0" }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    private static func isLocal(_ address: SocketAddress) -> Bool {
        guard let host = address.ipAddress else { return true }
        return host.hasPrefix("127.") || host == "::1" || host.hasPrefix("::ffff:127.")
    }
}
