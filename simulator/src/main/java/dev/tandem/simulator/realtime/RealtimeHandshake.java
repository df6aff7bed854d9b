package dev.tandem.simulator.realtime;

import dev.tandem.simulator.call.Call;
import dev.tandem.simulator.call.CallRegistry;
import dev.tandem.simulator.call.CallState;
import dev.tandem.simulator.call.ModelSession;
import dev.tandem.simulator.call.Session;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.fault.FaultKind;
import dev.tandem.simulator.fault.Faults;
import dev.tandem.simulator.http.Exchange;
import dev.tandem.simulator.http.HttpFront;
import dev.tandem.simulator.json.Json;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Answers {@code GET /v1/realtime}: a sideband for {@code ?call_id=}, a session of its own for {@code ?model=}. */
public final class RealtimeHandshake {
    /** Client events on a sideband carry text and tool outputs, no audio. */
    private static final int MAX_FRAME = 1024 * 1024;
    /** 15 MiB of audio in base64 and the event around it. */
    private static final int MAX_AUDIO_FRAME = 21 * 1024 * 1024;

    private static final String SUBPROTOCOL = "realtime";
    private static final Pattern REALTIME_MODEL = Pattern.compile("gpt-(4o-|4o-mini-)?realtime[\\w.-]{0,64}");
    /** Of the range for applications; the vendor's own code is not documented. */
    private static final int REFUSED = 4000;

    private final String key;
    private final CallRegistry calls;
    private final Faults faults;
    private final ModelSessions sessions;

    /** WebSockets for the calls of a registry and for models, behind a key. */
    public RealtimeHandshake(String key, CallRegistry calls, Faults faults, ModelSessions sessions) {
        this.key = key;
        this.calls = calls;
        this.faults = faults;
        this.sessions = sessions;
    }

    /** Answers one handshake. */
    public void answer(Exchange exchange) {
        Optional<String> callId = exchange.query("call_id");
        Optional<String> model = exchange.query("model");
        if (goesWrong(exchange, callId.orElse(""))) {
            return;
        }
        if (!exchange.isAuthorised(key) && !exchange.offersProtocolKey(key)) {
            exchange.refuse(401, ErrorDetail.invalid("invalid_api_key", "Incorrect API key provided."));
        } else if (callId.isPresent()) {
            join(exchange, callId.get());
        } else if (model.isPresent()) {
            open(exchange, model.get());
        } else {
            exchange.refuse(
                    400,
                    ErrorDetail.invalid(
                            "missing_required_parameter", "You must provide a model parameter or a call_id.", "model"));
        }
    }

    private boolean goesWrong(Exchange exchange, String callId) {
        if (faults.take(FaultKind.ATTACH_HANG, callId).isPresent()) {
            return true;
        }
        if (faults.take(FaultKind.ATTACH_401, callId).isPresent()) {
            exchange.refuse(401, ErrorDetail.invalid("invalid_api_key", "Incorrect API key provided."));
        } else if (faults.take(FaultKind.ATTACH_429, callId).isPresent()) {
            exchange.refuse(429, ErrorDetail.rateLimited());
        } else if (faults.take(FaultKind.ATTACH_500, callId).isPresent()) {
            exchange.refuse(500, ErrorDetail.server("The server had an error."));
        } else {
            return false;
        }
        return true;
    }

    private void join(Exchange exchange, String callId) {
        Optional<Call> call = calls.find(callId).filter(found -> found.state() == CallState.LIVE);
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
        upgrade(exchange, MAX_FRAME, channel -> connect(channel, call.get(), MAX_FRAME));
    }

    private void open(Exchange exchange, String model) {
        if (!REALTIME_MODEL.matcher(model).matches()) {
            upgrade(exchange, MAX_FRAME, channel -> refuseModel(channel, model));
            return;
        }
        if (!sessions.hasRoom()) {
            exchange.refuse(429, ErrorDetail.rateLimited());
            return;
        }
        upgrade(exchange, MAX_AUDIO_FRAME, channel -> {
            ModelSession session = sessions.open(model);
            connect(channel, session, MAX_AUDIO_FRAME);
            session.welcome();
        });
    }

    /** The vendor opens the WebSocket first and says only then that the model cannot talk. */
    private void refuseModel(Channel channel, String model) {
        ErrorDetail error =
                ErrorDetail.invalid("invalid_model", "Model \"" + model + "\" is not supported in realtime mode.");
        channel.write(new TextWebSocketFrame(Json.write(sessions.errorBeforeSession(error))));
        channel.writeAndFlush(new CloseWebSocketFrame(REFUSED, "invalid_request_error.invalid_model"))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private static void connect(Channel channel, Session session, int maxFrame) {
        if (session.state() != CallState.LIVE) {
            channel.close();
            return;
        }
        SidebandSocket socket = new SidebandSocket(session);
        channel.pipeline()
                .addLast(new WebSocketFrameAggregator(maxFrame), socket)
                .remove(HttpFront.class);
        socket.open(channel);
    }

    private static void upgrade(Exchange exchange, int maxFrame, Consumer<Channel> connected) {
        Channel channel = exchange.context().channel();
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        "ws://" + exchange.header("Host").orElse("localhost") + "/v1/realtime",
                        SUBPROTOCOL,
                        false,
                        maxFrame)
                .newHandshaker(exchange.request());
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(channel);
            return;
        }
        handshaker.handshake(channel, exchange.request()).addListener(done -> {
            if (done.isSuccess()) {
                connected.accept(channel);
            } else {
                channel.close();
            }
        });
    }
}
