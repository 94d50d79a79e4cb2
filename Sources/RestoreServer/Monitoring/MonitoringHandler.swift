import NIOCore
import NIOHTTP1
import RedoubtServing

/// Answers `GET /healthz`, `/readyz` and `/metrics`.
///
/// - `/healthz`: 200 as long as the server lives.
/// - `/readyz`: 200 once it serves all keys; 503 while it is still reading files.
/// - `/metrics`: figures in Prometheus' text format.
final class MonitoringHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let host: LoopHost
    private var request: HTTPRequestHead?

    init(_ host: LoopHost) {
        self.host = host
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): request = head
        case .body: break
        case .end:
            guard let request else { return }
            self.request = nil
            answer(request, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        host.beginTurn()
        let path = request.uri.split(separator: "?").first.map(String.init) ?? "/"
        guard request.method == .GET || request.method == .HEAD else {
            return send(.methodNotAllowed, "only GET is answered\n", request, context)
        }
        switch path {
        case "/healthz": send(.ok, "ok\n", request, context)
        case "/readyz":
            if host.engine.isReady {
                send(.ok, "ready\n", request, context)
            } else {
                send(.serviceUnavailable, "still reading files\n", request, context)
            }
        case "/metrics": send(.ok, host.engine.metrics, request, context)
        default: send(.notFound, "there is /healthz, /readyz and /metrics\n", request, context)
        }
    }

    private func send(
        _ status: HTTPResponseStatus,
        _ text: String,
        _ request: HTTPRequestHead,
        _ context: ChannelHandlerContext
    ) {
        var headers = HTTPHeaders()
        headers.add(name: "Content-Type", value: "text/plain; version=0.0.4; charset=utf-8")
        headers.add(name: "Content-Length", value: "\(text.utf8.count)")
        if !request.isKeepAlive { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(version: request.version, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if request.method != .HEAD {
            let body = context.channel.allocator.buffer(string: text)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        let isKept = request.isKeepAlive
        context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
            if !isKept { context.close(promise: nil) }
        }
    }
}
