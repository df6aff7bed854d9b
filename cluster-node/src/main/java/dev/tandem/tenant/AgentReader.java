package dev.tandem.tenant;

import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.protocol.tenant.TurnDetection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads how a tenant's agent speaks. */
final class AgentReader {

    private static final int MAX_NAME = 64;
    private static final int MAX_INSTRUCTIONS = 64 * 1024;
    private static final int MAX_GREETING = 2_000;
    private static final int MAX_TOOLS = 128;

    private static final String DEFAULT_TRANSCRIPTION = "gpt-4o-mini-transcribe";
    private static final Duration SHORTEST_CALL = Duration.ofSeconds(10);
    private static final Duration DEFAULT_CALL = Duration.ofMinutes(30);

    /** The provider ends a session after 60 minutes. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(60);

    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(5);
    private static final Duration DEFAULT_SILENCE = Duration.ofSeconds(60);

    /** The provider takes an idle timeout from 5 to 30 seconds. */
    private static final int MIN_IDLE_MS = 5_000;

    private static final int MAX_IDLE_MS = 30_000;

    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    /** Known to the provider, but refused when a call that came by SIP is accepted. */
    private static final List<String> REFUSED_BY_SIP = List.of("threshold", "prefix_padding_ms", "silence_duration_ms");

    private final TenantDefaults defaults;

    AgentReader(TenantDefaults defaults) {
        this.defaults = defaults;
    }

    /** The agent, when its part of the document has no fault. */
    Optional<Agent> read(Field field) {
        Optional<Section> found = field.section(
                "name",
                "model",
                "voice",
                "language",
                "instructions",
                "greeting",
                "turn_detection",
                "transcription",
                "max_duration",
                "silence_timeout",
                "tools");
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Section agent = found.get();
        Optional<String> name = agent.required("name", "what transcripts call the agent, such as receptionist")
                .flatMap(value -> value.text(MAX_NAME));
        Optional<String> model = agent.required("model", "the speech model, such as gpt-realtime")
                .flatMap(value -> value.text(MAX_NAME));
        Optional<String> voice =
                agent.required("voice", "the model's voice, such as marin").flatMap(value -> value.text(MAX_NAME));
        Optional<String> instructions = agent.required("instructions", "what the agent is to do, in plain words")
                .flatMap(value -> value.text(MAX_INSTRUCTIONS));
        Optional<String> greeting = agent.optional("greeting").flatMap(value -> value.text(MAX_GREETING));
        Optional<String> language = agent.optional("language").flatMap(AgentReader::language);
        Optional<TurnDetection> turns = agent.optional("turn_detection").flatMap(AgentReader::turnDetection);
        Optional<String> transcription = agent.optional("transcription")
                .flatMap(value -> value.section("model"))
                .flatMap(section ->
                        section.required("model", "the transcription model, such as " + DEFAULT_TRANSCRIPTION))
                .flatMap(value -> value.text(MAX_NAME));
        Optional<Duration> longest =
                agent.optional("max_duration").flatMap(value -> value.duration(SHORTEST_CALL, LONGEST_CALL));
        Optional<Duration> silence =
                agent.optional("silence_timeout").flatMap(value -> value.duration(SHORTEST_SILENCE, LONGEST_CALL));
        List<Tool> tools = agent.optional("tools").map(this::tools).orElse(List.of());
        if (!field.faults().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Agent(
                name.orElseThrow(),
                model.orElseThrow(),
                voice.orElseThrow(),
                instructions.orElseThrow(),
                greeting.orElse(""),
                language.orElse(null),
                turns.orElse(null),
                transcription.orElse(DEFAULT_TRANSCRIPTION),
                longest.orElse(DEFAULT_CALL),
                silence.orElse(DEFAULT_SILENCE),
                tools));
    }

    private static Optional<String> language(Field field) {
        return field.text(MAX_NAME)
                .flatMap(text -> LANGUAGES.contains(text)
                        ? Optional.of(text)
                        : field.fault("must be a language of ISO 639-1 in two small letters, such as en"));
    }

    private static Optional<TurnDetection> turnDetection(Field field) {
        Optional<Section> found = Section.of(field);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Section turns = found.get();
        REFUSED_BY_SIP.stream()
                .filter(turns::has)
                .forEach(key -> turns.key(key)
                        .fault("must be removed: the provider refuses it when it accepts a call that came by SIP"));
        Optional<String> type = turns.required("type", "server_vad or semantic_vad")
                .flatMap(value -> value.oneOf(List.of("server_vad", "semantic_vad")));
        Optional<Boolean> interrupt = turns.optional("interrupt_response").flatMap(Field::truth);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        if (type.get().equals("server_vad")) {
            known(turns, "type", "interrupt_response", "idle_timeout_ms");
            Optional<Integer> idle =
                    turns.optional("idle_timeout_ms").flatMap(value -> value.whole(MIN_IDLE_MS, MAX_IDLE_MS));
            return Optional.of(new TurnDetection.ServerVad(interrupt.orElse(null), idle.orElse(null)));
        }
        known(turns, "type", "interrupt_response", "eagerness");
        Optional<String> eagerness =
                turns.optional("eagerness").flatMap(value -> value.oneOf(List.of("low", "medium", "high", "auto")));
        return Optional.of(new TurnDetection.SemanticVad(interrupt.orElse(null), eagerness.orElse(null)));
    }

    private static void known(Section turns, String... keys) {
        turns.known(List.of(keys), REFUSED_BY_SIP);
    }

    private List<Tool> tools(Field field) {
        List<Tool> tools = new ArrayList<>();
        Map<String, Field> named = new HashMap<>();
        for (Field entry : field.list(MAX_TOOLS).orElse(List.of())) {
            ToolReader reader = new ToolReader(defaults, entry);
            reader.read().ifPresent(tools::add);
            reader.name().ifPresent(name -> {
                Field first = named.putIfAbsent(name, entry);
                if (first != null) {
                    entry.at(List.of(reader.nameKey()))
                            .fault("names a second tool \"" + name + "\"; the first is " + first.path());
                }
            });
        }
        return List.copyOf(tools);
    }
}
