package dev.tandem.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.call.Call;
import dev.tandem.simulator.call.CallListener;
import dev.tandem.simulator.call.CallRegistry;
import dev.tandem.simulator.call.World;
import dev.tandem.simulator.caller.Pace;
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
import dev.tandem.simulator.fault.Faults;
import dev.tandem.simulator.http.Exchange;
import dev.tandem.simulator.http.HttpPort;
import dev.tandem.simulator.json.Json;
import dev.tandem.simulator.realtime.SidebandHandshake;
import dev.tandem.simulator.rest.CallControl;
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
import java.util.List;
import java.util.Optional;

/** The outside world in a box: one running simulator; all its methods may be used from any thread. */
public final class Simulator implements AutoCloseable {
    private final HttpPort http;
    private final Truth truth;
    private final Optional<TruthFile> truthFile;
    private final CallRegistry calls = new CallRegistry();
    private final Faults faults = new Faults();
    private final ScriptLibrary library;
    private final Switchboard switchboard;
    private final WebhookPost post;

    private Simulator(SimulatorSettings settings) throws IOException {
        library = ScriptLibrary.load(settings.dialogues());
        WebhookSigner signer = new WebhookSigner(settings.webhookSecret());
        Pace pace = new Pace(settings.speed());
        long seed = settings.seed().orElseGet(() -> new SecureRandom().nextLong());
        Clock clock = Clock.systemUTC();
        truthFile = settings.truthFile().isPresent()
                ? Optional.of(TruthFile.open(settings.truthFile().get()))
                : Optional.empty();
        truth = new Truth(truthFile);
        http = new HttpPort();
        World world = new World(http.loop(), pace, truth, clock, settings.habits());
        post = new WebhookPost(
                http.loop(), signer, settings.webhookUrls(), clock, settings.retrySpeed(), this::delivered);
        switchboard = new Switchboard(world, calls, library, new Listener(), signer, post, settings.switches(), seed);
        ToolCatalog tools = new ToolCatalog(library.all());
        ToolEndpoint toolEndpoint = new ToolEndpoint(tools, faults, truth, http.loop());
        CallControl callControl = new CallControl(settings.key(), calls, faults);
        SidebandHandshake handshake = new SidebandHandshake(settings.key(), calls, faults);
        ResponsesEndpoint responses = new ResponsesEndpoint(settings.key(), faults, new Ids(seed, -1), clock);
        ControlApi control = new ControlApi(switchboard, new OfferReader(library), calls, faults, truth, tools, post);
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
        post.target(urls);
    }

    /** Lets a call ring. */
    public OfferedCall offer(CallOffer offer) {
        return switchboard.offer(offer).orElseThrow(() -> new IllegalStateException("too many calls are open"));
    }

    /** Lets a call ring that plays a built-in scenario. */
    public OfferedCall offer(String to, String scenario) {
        return offer(CallOffer.to(to)
                .playing(library.scenario(scenario)
                        .orElseThrow(() -> new IllegalArgumentException("no scenario " + scenario))));
    }

    /** Arms a fault. */
    public void arm(Fault fault) {
        http.loop().execute(() -> faults.add(fault, calls.all()));
    }

    /** Arms a fault for the next call or request. */
    public void arm(FaultKind kind) {
        arm(new Fault("", kind, 0, 1));
    }

    /** Forgets all faults that did not start yet. */
    public void disarm() {
        http.loop().execute(faults::clear);
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
        truthFile.ifPresent(Simulator::close);
    }

    private static void close(TruthFile file) {
        try {
            file.close();
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    private void delivered(String callId, String webhookId, URI url, int attempt, int status) {
        ObjectNode fields = Json.object().put("webhook_id", webhookId).put("url", url.toString());
        truth.append(callId, "delivery", fields.put("attempt", attempt).put("status", status));
    }

    private static void unknown(Exchange exchange) {
        exchange.refuse(404, ErrorDetail.invalid("unknown_url", "Unknown request URL."));
    }

    private final class Listener implements CallListener {
        @Override
        public void accepted(Call call) {
            faults.accepted(call);
        }

        @Override
        public void attached(Call call) {
            faults.attached(call);
        }

        @Override
        public void over(Call call) {
            faults.over(call);
            calls.over(call);
        }
    }
}
