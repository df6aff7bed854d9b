package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.audio.AudioFormat;
import dev.tandem.simulator.audio.Speech;
import dev.tandem.simulator.call.Call;
import dev.tandem.simulator.call.CallRegistry;
import dev.tandem.simulator.call.Session;
import dev.tandem.simulator.caller.Pace;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.fault.Fault;
import dev.tandem.simulator.fault.FaultSchedule;
import dev.tandem.simulator.fault.Faults;
import dev.tandem.simulator.http.Exchange;
import dev.tandem.simulator.json.Json;
import dev.tandem.simulator.realtime.ModelSessions;
import dev.tandem.simulator.tools.ToolCatalog;
import dev.tandem.simulator.truth.Truth;
import dev.tandem.simulator.truth.TruthLine;
import dev.tandem.simulator.webhook.SignedDelivery;
import dev.tandem.simulator.webhook.WebhookPost;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Everything below {@code /simulator/}. */
public final class ControlApi {
    private static final int MAX_URLS = 100;
    private static final int MAX_SPEECH = 2_000;
    private static final int MAX_MARK = 500;

    private final Switchboard switchboard;
    private final OfferReader offers;
    private final CallRegistry calls;
    private final ModelSessions sessions;
    private final Faults faults;
    private final Truth truth;
    private final ToolCatalog tools;
    private final WebhookPost post;

    /** The API over the parts of one simulator. */
    public ControlApi(
            Switchboard switchboard,
            OfferReader offers,
            CallRegistry calls,
            ModelSessions sessions,
            Faults faults,
            Truth truth,
            ToolCatalog tools,
            WebhookPost post) {
        this.switchboard = switchboard;
        this.offers = offers;
        this.calls = calls;
        this.sessions = sessions;
        this.faults = faults;
        this.truth = truth;
        this.tools = tools;
        this.post = post;
    }

    /** Answers one request. */
    public void answer(Exchange exchange) {
        try {
            switch (exchange.method() + " " + exchange.path()) {
                case "GET /simulator/ready" ->
                    exchange.answer(200, Json.object().put("ready", true));
                case "GET /simulator/calls" -> exchange.answer(200, listCalls());
                case "POST /simulator/calls" -> offer(exchange);
                case "GET /simulator/truth" -> readTruth(exchange);
                case "POST /simulator/marks" -> mark(exchange);
                case "GET /simulator/stats" -> exchange.answer(200, truth.stats());
                case "GET /simulator/tools" -> describeTools(exchange);
                case "GET /simulator/sessions" -> exchange.answer(200, listSessions());
                case "POST /simulator/sessions" -> scriptSession(exchange);
                case "GET /simulator/speech" -> speak(exchange);
                case "POST /simulator/fault-schedule" -> schedule(exchange);
                case "POST /simulator/faults" -> arm(exchange);
                case "DELETE /simulator/faults" -> disarm(exchange);
                case "POST /simulator/webhook-urls" -> retarget(exchange);
                default -> exchange.refuse(404, ErrorDetail.invalid("unknown_url", "Unknown request URL."));
            }
        } catch (IllegalArgumentException wrong) {
            exchange.refuse(400, ErrorDetail.invalid("invalid_value", String.valueOf(wrong.getMessage())));
        }
    }

    private void offer(Exchange exchange) {
        CallOffer offer = offers.read(object(exchange));
        Optional<OfferedCall> offered = switchboard.offer(offer);
        if (offered.isEmpty()) {
            exchange.refuse(429, ErrorDetail.invalid("too_many_calls", "Too many calls are open."));
            return;
        }
        ObjectNode answer = Json.object().put("call_id", offered.get().callId());
        if (!offer.deliver()) {
            List<SignedDelivery> copies = offered.get().deliveries();
            answer.setAll(copies.getFirst().json());
            if (copies.size() > 1) {
                ArrayNode list = answer.putArray("deliveries");
                copies.forEach(copy -> list.add(copy.json()));
            }
        }
        exchange.answer(200, answer);
    }

    private ArrayNode listCalls() {
        ArrayNode list = Json.array();
        calls.all().stream().sorted(Comparator.comparing(Call::id)).forEach(call -> {
            ObjectNode node = list.addObject()
                    .put("call_id", call.id())
                    .put("state", call.state().name().toLowerCase(Locale.ROOT))
                    .put("from", call.from())
                    .put("to", call.to())
                    .put("script", call.script().id())
                    .put("attaches", call.sidebands().attaches())
                    .put("open_sidebands", call.sidebands().count());
            call.acceptedAtMs().ifPresent(at -> node.put("accepted_at", at));
        });
        return list;
    }

    private ArrayNode listSessions() {
        ArrayNode list = Json.array();
        sessions.open()
                .forEach(session -> list.addObject()
                        .put("session_id", session.id())
                        .put("state", session.state().name().toLowerCase(Locale.ROOT)));
        return list;
    }

    private void scriptSession(Exchange exchange) {
        if (sessions.script(offers.readScript(object(exchange)))) {
            exchange.answer(200, Json.object().put("scripted", true));
        } else {
            exchange.refuse(429, ErrorDetail.invalid("too_many_scripts", "Too many scripts wait for a session."));
        }
    }

    /** The sound of a text, for clients that check bytes or want to speak themselves. */
    private static void speak(Exchange exchange) {
        String text = exchange.query("text")
                .filter(words -> words.length() <= MAX_SPEECH)
                .orElse("");
        AudioFormat format = AudioFormat.of(
                        Json.object().put("type", exchange.query("format").orElse("audio/pcm")))
                .orElseThrow(() -> new IllegalArgumentException("format: audio/pcm, audio/pcmu or audio/pcma"));
        if (text.isEmpty()) {
            throw new IllegalArgumentException("text: 1 to " + MAX_SPEECH + " characters are needed");
        }
        exchange.answer(200, "application/octet-stream", new Speech(text, format, Pace.speechMs(text)).all());
    }

    private void schedule(Exchange exchange) {
        faults.follow(FaultSchedule.read(object(exchange)));
        exchange.answer(200, Json.object().put("scheduled", true));
    }

    private void readTruth(Exchange exchange) {
        Optional<String> callId = exchange.query("call_id");
        Optional<String> kind = exchange.query("kind");
        StringBuilder text = new StringBuilder();
        for (TruthLine line : truth.lines()) {
            if (callId.filter(id -> !id.equals(line.callId())).isEmpty()
                    && kind.filter(name -> !name.equals(line.kind())).isEmpty()) {
                text.append(line.json()).append('\n');
            }
        }
        exchange.answer(200, "application/x-ndjson", text.toString());
    }

    /** What somebody outside did, at its place in the history. */
    private void mark(Exchange exchange) {
        String text = Json.text(object(exchange), "text")
                .filter(words -> !words.isBlank() && words.length() <= MAX_MARK)
                .orElseThrow(() -> new IllegalArgumentException("text: 1 to " + MAX_MARK + " characters are needed"));
        truth.append("", "mark", Json.object().put("text", text));
        exchange.answer(200, Json.object().put("marked", true).put("t_ms", truth.nowMs()));
    }

    private void describeTools(Exchange exchange) {
        exchange.answer(200, tools.describe("http://" + exchange.header("Host").orElse("127.0.0.1")));
    }

    private void arm(Exchange exchange) {
        Fault fault = offers.readFault(object(exchange));
        List<Session> live = new ArrayList<>(calls.all());
        live.addAll(sessions.open());
        if (!faults.add(fault, live)) {
            exchange.refuse(429, ErrorDetail.invalid("too_many_faults", "Too many faults are armed."));
            return;
        }
        exchange.answer(200, Json.object().put("fault", fault.kind().label()).put("count", fault.count()));
    }

    private void disarm(Exchange exchange) {
        faults.clear();
        exchange.answerEmpty(204);
    }

    private void retarget(Exchange exchange) {
        List<URI> urls = new ArrayList<>();
        for (JsonNode url : object(exchange).path("urls")) {
            urls.add(OfferReader.webhookUrl(url.asText()));
        }
        if (urls.isEmpty() || urls.size() > MAX_URLS) {
            throw new IllegalArgumentException("urls: 1 to " + MAX_URLS + " URLs are needed");
        }
        post.target(urls);
        exchange.answer(200, Json.object().put("urls", urls.size()));
    }

    private static JsonNode object(Exchange exchange) {
        return exchange.json()
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new IllegalArgumentException("the body is not a JSON object"));
    }
}
