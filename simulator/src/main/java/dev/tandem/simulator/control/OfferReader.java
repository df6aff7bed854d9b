package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.caller.Script;
import dev.tandem.simulator.caller.ScriptFormatException;
import dev.tandem.simulator.caller.ScriptLibrary;
import dev.tandem.simulator.caller.ScriptReader;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.fault.Fault;
import dev.tandem.simulator.fault.FaultKind;
import dev.tandem.simulator.json.Json;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads the bodies of the control API; what is wrong is said by an {@link IllegalArgumentException}. */
public final class OfferReader {
    private static final int MAX_ADDRESS = 512;
    private static final int MAX_COPIES = 1_000;
    private static final Pattern CALL_ID = Pattern.compile("rtc_[A-Za-z0-9_-]{1,60}");
    private static final Set<String> OFFER_FIELDS = Set.of(
            "to",
            "from",
            "scenario",
            "dialogue",
            "deliver",
            "deliveries",
            "mixed_ids",
            "script",
            "switches",
            "call_id");
    private static final Set<String> FAULT_FIELDS = Set.of("call_id", "fault", "after_ms", "count", "at_event");
    private static final Set<String> SCRIPT_FIELDS = Set.of("scenario", "dialogue", "script");

    private final ScriptLibrary library;

    /** Offers of the scripts of a library. */
    public OfferReader(ScriptLibrary library) {
        this.library = library;
    }

    /** The offer in a body. */
    CallOffer read(JsonNode body) {
        onlyKnown(body, OFFER_FIELDS);
        String to = Json.text(body, "to")
                .filter(OfferReader::isAddress)
                .orElseThrow(() -> new IllegalArgumentException("to: the dialled number is needed"));
        Optional<String> from = Json.text(body, "from");
        if (from.filter(given -> !isAddress(given)).isPresent()) {
            throw new IllegalArgumentException("from: a number is needed");
        }
        Optional<Script> script = script(body);
        Set<Switch> switches = switches(body);
        if (!switches.isEmpty()) {
            script = Optional.of(script.orElseGet(library::nextInTurn).with(switches));
        }
        int copies = number(body, "deliveries", 1, 1, MAX_COPIES);
        boolean deliver = body.path("deliver").asBoolean(true);
        Optional<String> callId = Json.text(body, "call_id");
        if (callId.filter(given -> !CALL_ID.matcher(given).matches()).isPresent()) {
            throw new IllegalArgumentException("call_id: rtc_ and 1 to 60 letters, digits, - or _ are needed");
        }
        return new CallOffer(
                to, from, script, deliver, copies, body.path("mixed_ids").asBoolean(false), callId);
    }

    /** The fault in a body. */
    Fault readFault(JsonNode body) {
        onlyKnown(body, FAULT_FIELDS);
        String name = Json.text(body, "fault").orElse("");
        FaultKind kind = FaultKind.named(name)
                .orElseThrow(() -> new IllegalArgumentException("fault: unknown fault '" + name + "'"));
        return new Fault(
                Json.text(body, "call_id").orElse(""),
                kind,
                number(body, "after_ms", 0, 0, Integer.MAX_VALUE),
                number(body, "count", 1, 1, Integer.MAX_VALUE),
                number(body, "at_event", 0, 0, Integer.MAX_VALUE));
    }

    /** The script in a body. */
    Script readScript(JsonNode body) {
        onlyKnown(body, SCRIPT_FIELDS);
        return script(body).orElseThrow(() -> new IllegalArgumentException("scenario, dialogue or script is needed"));
    }

    /** A webhook URL, http or https with a host. */
    public static URI webhookUrl(String text) {
        URI url = URI.create(text);
        if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
            throw new IllegalArgumentException("a webhook URL must be http or https with a host: " + text);
        }
        return url;
    }

    private Optional<Script> script(JsonNode body) {
        if (body.path("script").isObject()) {
            return Optional.of(checked(() -> ScriptReader.read(body.path("script"), "inline")));
        }
        if (body.has("script")) {
            throw new IllegalArgumentException("script: an object with turns is needed");
        }
        if (body.hasNonNull("scenario")) {
            String name = body.path("scenario").asText();
            return Optional.of(library.scenario(name)
                    .orElseThrow(() ->
                            new IllegalArgumentException("scenario: unknown; there are " + library.scenarioNames())));
        }
        if (body.hasNonNull("dialogue")) {
            String name = body.path("dialogue").asText();
            return Optional.of(library.dialogue(name)
                    .orElseThrow(() -> new IllegalArgumentException("dialogue: no dialogue '" + name + "'")));
        }
        return Optional.empty();
    }

    private static Set<Switch> switches(JsonNode body) {
        return checked(() -> ScriptReader.switches(body.path("switches")));
    }

    private static <T> T checked(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ScriptFormatException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }

    private static int number(JsonNode body, String field, int absent, int least, int most) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw new IllegalArgumentException(field + ": a whole number from " + least + " to " + most + " is needed");
        }
        return value.intValue();
    }

    private static void onlyKnown(JsonNode body, Set<String> known) {
        body.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw new IllegalArgumentException("unknown field '" + field + "'; known are " + known);
            }
        });
    }

    private static boolean isAddress(String text) {
        return !text.isBlank() && text.length() <= MAX_ADDRESS;
    }
}
