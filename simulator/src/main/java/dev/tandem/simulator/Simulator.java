package dev.tandem.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.call.Call;
import dev.tandem.simulator.call.CallRegistry;
import dev.tandem.simulator.call.ModelSession;
import dev.tandem.simulator.call.RateLimits;
import dev.tandem.simulator.call.Session;
import dev.tandem.simulator.call.SessionListener;
import dev.tandem.simulator.call.World;
import dev.tandem.simulator.caller.Pace;
import dev.tandem.simulator.caller.Script;
import dev.tandem.simulator.caller.ScriptLibrary;
import dev.tandem.simulator.control.CallOffer;
import dev.tandem.simulator.control.ControlApi;
import dev.tandem.simulator.control.OfferReader;
import dev.tandem.simulator.control.OfferedCall;
import dev.tandem.simulator.control.Switchboard;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.event.Ids;
import dev.tandem.simulator.fault.Fault;
import dev.tandem.simulator.fault.FaultKind;
import dev.tandem.simulator.fault.FaultSchedule;
import dev.tandem.simulator.fault.Faults;
import dev.tandem.simulator.http.Exchange;
import dev.tandem.simulator.http.HttpPort;
import dev.tandem.simulator.http.Tls;
import dev.tandem.simulator.json.Json;
import dev.tandem.simulator.realtime.ModelSessions;
import dev.tandem.simulator.realtime.RealtimeHandshake;
import dev.tandem.simulator.rest.CallControl;
import dev.tandem.simulator.rest.ChatEndpoint;
import dev.tandem.simulator.rest.ResponsesEndpoint;
import dev.tandem.simulator.tools.ToolCatalog;
import dev.tandem.simulator.tools.ToolEndpoint;
import dev.tandem.simulator.truth.Truth;
import dev.tandem.simulator.truth.TruthFile;
import dev.tandem.simulator.webhook.WebhookPost;
import dev.tandem.simulator.webhook.WebhookSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The outside world in a box: one running simulator; its methods may be used from any thread but its own. */
public final class Simulator implements AutoCloseable {
    private final HttpPort http;
    private final Truth truth;
    private final Optional<TruthFile> truthFile;
    private final CallRegistry calls = new CallRegistry();
    private final Faults faults = new Faults(calls);
    private final ScriptLibrary library;
    private final Switchboard switchboard;
    private final ModelSessions sessions;
    private final WebhookPost post;
    private final boolean deterministic;

    private Simulator(SimulatorSettings settings) throws IOException {
        library = ScriptLibrary.load(settings.dialogues());
        WebhookSigner signer = new WebhookSigner(settings.webhookSecret());
        Pace pace = new Pace(settings.speed());
        long seed = settings.seed().orElseGet(() -> new SecureRandom().nextLong());
        Clock clock = Clock.systemUTC();
        truthFile = settings.truthFile().isPresent()
                ? Optional.of(TruthFile.open(settings.truthFile().get()))
                : Optional.empty();
        deterministic = settings.run().deterministic();
        truth = new Truth(truthFile, settings.run().deterministic());
        if (settings.run().faultSchedule().isPresent()) {
            faults.follow(FaultSchedule.load(settings.run().faultSchedule().get()));
        }
        http = new HttpPort(Tls.of(settings.run().keyStore(), settings.run().keyStorePassword()));
        World world = new World(
                http.loop(),
                pace,
                truth,
                clock,
                settings.habits(),
                limits(settings.run(), clock),
                settings.run().deterministic());
        post = new WebhookPost(
                http.loop(), signer, settings.webhookUrls(), clock, settings.retrySpeed(), this::delivered);
        SessionListener listener = new Listener();
        switchboard = new Switchboard(world, calls, library, listener, signer, post, faults, settings.switches(), seed);
        sessions = new ModelSessions(world, listener, settings.switches(), seed);
        ToolCatalog tools = new ToolCatalog(library.all());
        ToolEndpoint toolEndpoint = new ToolEndpoint(tools, faults, truth, http.loop(), calls);
        CallControl callControl = new CallControl(settings.key(), calls, faults);
        RealtimeHandshake handshake = new RealtimeHandshake(settings.key(), calls, faults, sessions);
        ResponsesEndpoint responses = new ResponsesEndpoint(settings.key(), faults, new Ids(seed, -1), clock, truth);
        ChatEndpoint chat = new ChatEndpoint(settings.key(), faults, new Ids(seed, -2), clock, truth);
        ControlApi control =
                new ControlApi(switchboard, new OfferReader(library), calls, sessions, faults, truth, tools, post);
        http.listen(settings.host(), settings.port(), exchange -> {
            String path = exchange.path();
            if (path.startsWith("/simulator/")) {
                control.answer(exchange);
            } else if (path.startsWith("/tools/")) {
                toolEndpoint.answer(exchange);
            } else if (path.startsWith("/v1/realtime/calls/")) {
                callControl.answer(exchange);
            } else if (path.equals("/v1/realtime")) {
                handshake.answer(exchange);
            } else if (path.equals("/v1/responses")) {
                responses.answer(exchange);
            } else if (path.equals("/v1/chat/completions")) {
                chat.answer(exchange);
            } else {
                unknown(exchange);
            }
        });
    }

    /** Starts one; it listens when this returns. */
    public static Simulator start(SimulatorSettings settings) throws IOException {
        return new Simulator(settings);
    }

    /** The port it listens on. */
    public int port() {
        return http.port();
    }

    /** The base URL of REST and tools, {@code http://host:port}. */
    public String baseUrl() {
        return "http://" + http.host() + ":" + http.port();
    }

    /** From now on webhooks go to these URLs. */
    public void sendWebhooksTo(List<URI> urls) {
        onLoop(() -> {
            post.target(urls);
            return true;
        });
    }

    /** Lets a call ring. */
    public OfferedCall offer(CallOffer offer) {
        return onLoop(() -> switchboard.offer(offer))
                .orElseThrow(() -> new IllegalStateException("too many calls are open"));
    }

    /** Lets a call ring that plays a built-in scenario. */
    public OfferedCall offer(String to, String scenario) {
        return offer(CallOffer.to(to)
                .playing(library.scenario(scenario)
                        .orElseThrow(() -> new IllegalArgumentException("no scenario " + scenario))));
    }

    /** Arms a fault. */
    public void arm(Fault fault) {
        onLoop(() -> faults.add(fault, live()));
    }

    /** Arms a fault for the next call or request. */
    public void arm(FaultKind kind) {
        arm(new Fault("", kind, 0, 1));
    }

    /** Forgets all faults that did not start yet. */
    public void disarm() {
        onLoop(() -> {
            faults.clear();
            return true;
        });
    }

    /** From now on a schedule of faults applies. */
    public void follow(FaultSchedule schedule) {
        onLoop(() -> {
            faults.follow(schedule);
            return true;
        });
    }

    /** The next session of a WebSocket that names a model plays the agent of this script. */
    public void scriptNextSession(Script script) {
        onLoop(() -> sessions.script(script));
    }

    /** The sessions of WebSockets that name a model, open at this moment. */
    public List<ModelSession> sessions() {
        return onLoop(() -> List.copyOf(sessions.open()));
    }

    /** The history so far. */
    public Truth truth() {
        return truth;
    }

    /** The scripts it can play. */
    public ScriptLibrary scripts() {
        return library;
    }

    /** A call by its id. */
    public Optional<Call> call(String callId) {
        return calls.find(callId);
    }

    @Override
    public void close() {
        post.close();
        http.close();
        truth.close();
        truthFile.ifPresent(Simulator::close);
    }

    /** For threads outside: waits until the event loop has done it, so that what follows finds it done. */
    private <T> T onLoop(Callable<T> task) {
        return http.loop().submit(task).syncUninterruptibly().getNow();
    }

    private static void close(TruthFile file) {
        try {
            file.close();
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    private List<Session> live() {
        List<Session> all = new ArrayList<>(calls.all());
        all.addAll(sessions.open());
        return all;
    }

    private static RateLimits limits(RunOptions run, Clock clock) {
        return new RateLimits(clock, run.enforceLimits(), run.requestsPerMinute(), run.tokensPerMinute());
    }

    private void delivered(String callId, String webhookId, URI url, int attempt, int status, long tookMs) {
        ObjectNode fields = Json.object().put("webhook_id", webhookId).put("url", url.toString());
        fields.put("attempt", attempt).put("status", status);
        if (!deterministic) {
            fields.put("took_ms", tookMs);
        }
        truth.append(callId, "delivery", fields);
    }

    private static void unknown(Exchange exchange) {
        exchange.refuse(404, ErrorDetail.invalid("unknown_url", "Unknown request URL."));
    }

    private final class Listener implements SessionListener {
        @Override
        public void accepted(Session session) {
            faults.accepted(session);
        }

        @Override
        public void attached(Session session) {
            faults.attached(session);
        }

        @Override
        public void over(Session session) {
            faults.over(session);
            switch (session) {
                case Call call -> calls.over(call);
                case ModelSession model -> sessions.over(model);
            }
        }
    }
}
