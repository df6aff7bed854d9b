package dev.tandem.simulator.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.call.CallRegistry;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.fault.Fault;
import dev.tandem.simulator.fault.FaultKind;
import dev.tandem.simulator.fault.Faults;
import dev.tandem.simulator.http.Exchange;
import dev.tandem.simulator.json.Json;
import dev.tandem.simulator.truth.Truth;
import io.netty.channel.EventLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code POST /tools/{name}}: JSON arguments in, the result out; one effect per Idempotency-Key. */
public final class ToolEndpoint {
    /** Keys remembered; more than a long run has tool calls open. */
    private static final int MAX_KEYS = 100_000;

    private static final int MAX_KEY_LENGTH = 256;

    private final ToolCatalog catalog;
    private final Faults faults;
    private final Truth truth;
    private final EventLoop loop;
    private final CallRegistry calls;
    private final Map<String, JsonNode> answered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonNode> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /** Serves the tools of a catalogue. */
    public ToolEndpoint(ToolCatalog catalog, Faults faults, Truth truth, EventLoop loop, CallRegistry calls) {
        this.catalog = catalog;
        this.faults = faults;
        this.truth = truth;
        this.loop = loop;
        this.calls = calls;
    }

    /** Answers one request. */
    public void answer(Exchange exchange) {
        List<String> path = exchange.segments();
        String name = path.size() == 2 ? path.get(1) : "";
        Optional<JsonNode> arguments = exchange.json().filter(JsonNode::isObject);
        String key = exchange.header("Idempotency-Key").orElse("");
        if (!catalog.serves(name)) {
            exchange.refuse(404, ErrorDetail.invalid("unknown_tool", "No tool of this name is served."));
        } else if (!exchange.method().equals("POST")) {
            exchange.refuse(405, ErrorDetail.invalid("method_not_supported", "Only POST is accepted here."));
        } else if (arguments.isEmpty()) {
            exchange.refuse(400, ErrorDetail.invalid("invalid_json", "The arguments are not a JSON object."));
        } else if (key.length() > MAX_KEY_LENGTH) {
            exchange.refuse(400, ErrorDetail.invalid("invalid_value", "The Idempotency-Key is too long."));
        } else {
            answer(exchange, name, arguments.get(), key);
        }
    }

    private void answer(Exchange exchange, String name, JsonNode arguments, String key) {
        String requestId = exchange.header("X-Request-Id").orElse("");
        ObjectNode request = Json.object().put("name", name).put("idempotency_key", key);
        note(name, arguments, "tool_request", request.put("request_id", requestId));
        if (faults.take(FaultKind.TOOL_HANG, "").isPresent()) {
            return;
        }
        if (faults.take(FaultKind.TOOL_500, "").isPresent()) {
            exchange.refuse(500, ErrorDetail.server("The tool failed."));
            return;
        }
        Optional<Fault> slow = faults.take(FaultKind.TOOL_SLOW, "");
        if (slow.isPresent()) {
            loop.schedule(
                    () -> perform(exchange, name, arguments, key), slow.get().afterMs(), TimeUnit.MILLISECONDS);
        } else {
            perform(exchange, name, arguments, key);
        }
    }

    private void perform(Exchange exchange, String name, JsonNode arguments, String key) {
        String remembered = name + " " + key;
        if (!key.isEmpty() && answered.containsKey(remembered)) {
            exchange.answer(200, answered.get(remembered));
            return;
        }
        Optional<JsonNode> result = catalog.result(name, arguments);
        if (result.isEmpty()) {
            exchange.refuse(404, ErrorDetail.invalid("no_result", "There is no result for these arguments."));
            return;
        }
        ObjectNode effect = Json.object()
                .put("name", name)
                .put("arguments", Json.canonical(arguments))
                .put("idempotency_key", key);
        note(name, arguments, "tool_effect", effect);
        if (!key.isEmpty()) {
            answered.put(remembered, result.get());
        }
        exchange.answer(200, result.get());
    }

    private void note(String name, JsonNode arguments, String kind, ObjectNode fields) {
        calls.waitingFor(name, arguments)
                .ifPresentOrElse(
                        call -> truth.appendFor(call.id(), call.timers().nowMs(), "", kind, fields),
                        () -> truth.append("", kind, fields));
    }
}
