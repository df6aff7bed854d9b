package dev.tandem.simulator.realtime;

import dev.tandem.simulator.call.Call;
import dev.tandem.simulator.call.CallRegistry;
import dev.tandem.simulator.call.CallState;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.fault.Faults;
import dev.tandem.simulator.http.Exchange;
import dev.tandem.simulator.http.HttpFront;
import dev.tandem.simulator.json.Json;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.Optional;

/** Answers {@code GET /v1/realtime?call_id=...}: 401, 404, or a sideband. */
public final class SidebandHandshake {
    /** Client events on a sideband carry text and tool outputs, no audio. */
    private static final int MAX_FRAME = 1024 * 1024;

    private static final String SUBPROTOCOL = "realtime";

    private final String key;
    private final CallRegistry calls;
    private final Faults faults;

    /** Sidebands for the calls of a registry, behind a key. */
    public SidebandHandshake(String key, CallRegistry calls, Faults faults) {
        this.key = key;
        this.calls = calls;
        this.faults = faults;
    }

    /** Answers one handshake. */
    public void answer(Exchange exchange) {
        if (!exchange.isAuthorised(key)) {
            exchange.refuse(401, ErrorDetail.invalid("invalid_api_key", "Incorrect API key provided."));
            return;
        }
        Optional<String> callId = exchange.query("call_id");
        if (callId.isEmpty()) {
            exchange.refuse(
                    400, ErrorDetail.invalid("missing_required_parameter", "Only ?call_id= is served.", "call_id"));
            return;
        }
        Optional<Call> call = calls.find(callId.get()).filter(found -> found.state() == CallState.LIVE);
        if (call.isEmpty() || faults.refusesAttach(call.get())) {
            call.ifPresent(
                    refused -> refused.note("attach_refused", Json.object().put("status", 404)));
            exchange.refuse(404, ErrorDetail.invalid("call_id_not_found", "No session found for the provided call_id"));
            return;
        }
        if (!call.get().sidebands().hasRoom()) {
            exchange.refuse(400, ErrorDetail.invalid("too_many_connections", "The session has a connection already."));
            return;
        }
        upgrade(exchange, call.get());
    }

    private void upgrade(Exchange exchange, Call call) {
        ChannelHandlerContext context = exchange.context();
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        "ws://" + exchange.header("Host").orElse("localhost") + "/v1/realtime",
                        SUBPROTOCOL,
                        false,
                        MAX_FRAME)
                .newHandshaker(exchange.request());
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
            return;
        }
        Channel channel = context.channel();
        handshaker.handshake(channel, exchange.request()).addListener(done -> {
            if (done.isSuccess() && call.state() == CallState.LIVE) {
                SidebandSocket socket = new SidebandSocket(call);
                channel.pipeline()
                        .addLast(new WebSocketFrameAggregator(MAX_FRAME), socket)
                        .remove(HttpFront.class);
                socket.open(channel);
            } else {
                channel.close();
            }
        });
    }
}
