package dev.tandem.socket;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.util.Map;

/** The client's side of RFC 6455: masked frames, no extensions, no subprotocol, no Origin (we are no browser). */
final class Handshake extends WebSocketClientHandshaker13 {

    Handshake(URI address, Map<String, String> headers, int maxFrameBytes) {
        super(address, WebSocketVersion.V13, null, false, headers(headers), maxFrameBytes);
    }

    private static DefaultHttpHeaders headers(Map<String, String> given) {
        var headers = new DefaultHttpHeaders();
        given.forEach(headers::add);
        return headers;
    }

    @Override
    protected FullHttpRequest newHandshakeRequest() {
        FullHttpRequest request = super.newHandshakeRequest();
        request.headers().remove(HttpHeaderNames.ORIGIN);
        return request;
    }

    @Override
    protected WebSocketFrameDecoder newWebsocketDecoder() {
        // The decoder's own close frame would pass by the encoder, which sits behind it: OpenSocket says why it closes.
        return new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(false)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .maxFramePayloadLength(maxFramePayloadLength())
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build());
    }
}
