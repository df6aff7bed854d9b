package dev.tandem.load.truth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** What the simulator says of one call; times are milliseconds on its clock. */
public final class CallTruth {
    private static final String ALREADY_ACCEPTED = "call_already_accepted";

    /** These need no output when they have done what they are for. */
    private static final Set<String> ENDING = Set.of("end_call", "transfer_call");

    private record Spoken(Turn turn, boolean delivered, long at) {}

    private final Map<Integer, Spoken> turns = new TreeMap<>();
    private final Set<String> cutLater = new HashSet<>();
    private final List<Long> accepts = new ArrayList<>();
    private final List<Long> greetings = new ArrayList<>();
    private final List<Long> attaches = new ArrayList<>();
    private final List<Long> detaches = new ArrayList<>();
    private final Map<String, Long> toolCalls = new HashMap<>();
    private final Map<String, Long> toolOutputs = new HashMap<>();
    private int secondAccepts;
    private OptionalLong rejectedAt = OptionalLong.empty();
    private OptionalLong endedAt = OptionalLong.empty();
    private String endReason = "";

    void add(JsonNode line) {
        long at = line.path("t_ms").asLong();
        switch (line.path("kind").asText()) {
            case "accept" -> accepts.add(at);
            case "accept_refused" ->
                secondAccepts += line.path("reason").asText().equals(ALREADY_ACCEPTED) ? 1 : 0;
            case "reject" -> rejectedAt = OptionalLong.of(at);
            case "greeting" -> greetings.add(at);
            case "attach" -> attaches.add(at);
            case "detach" -> detaches.add(at);
            case "turn" ->
                turns.put(
                        line.path("index").asInt(),
                        new Spoken(Turn.of(line), line.path("delivered").asBoolean(), at));
            case "truncated" -> {
                if (line.path("told").asBoolean()) {
                    cutLater.add(line.path("item_id").asText());
                }
            }
            case "tool_call" -> {
                if (line.path("delivered").asBoolean()
                        && !ENDING.contains(line.path("name").asText())) {
                    toolCalls.put(line.path("tool_call_id").asText(), at);
                }
            }
            case "tool_output" ->
                toolOutputs.putIfAbsent(line.path("tool_call_id").asText(), at);
            case "ended" -> {
                endedAt = OptionalLong.of(at);
                endReason = line.path("reason").asText();
            }
            default -> {
                // What else happened is nothing that is asked here.
            }
        }
    }

    /** How often an accept took effect or would have for the second time. */
    public int accepts() {
        return accepts.size() + secondAccepts;
    }

    /** When the first accept took effect. */
    public OptionalLong acceptedAt() {
        return first(accepts);
    }

    /** Whether it was turned away. */
    public boolean rejected() {
        return rejectedAt.isPresent();
    }

    /** How often a greeting was asked for. */
    public int greetings() {
        return greetings.size();
    }

    /** When the agent's first words were asked for and begun. */
    public OptionalLong greetedAt() {
        return first(greetings);
    }

    /** When the first sideband opened. */
    public OptionalLong attachedAt() {
        return first(attaches);
    }

    /** When it was over. */
    public OptionalLong endedAt() {
        return endedAt;
    }

    /** Why it was over; empty while it is not. */
    public String endReason() {
        return endReason;
    }

    /** The turns whose words reached a sideband, in the order of the conversation. */
    public List<Turn> delivered() {
        return turns.values().stream()
                .filter(Spoken::delivered)
                .map(Spoken::turn)
                .map(turn -> cutLater.contains(turn.itemId()) ? turn.cut() : turn)
                .toList();
    }

    /** A turn by its item, delivered or not. */
    public Optional<Turn> turn(String itemId) {
        return turns.values().stream()
                .map(Spoken::turn)
                .filter(turn -> turn.itemId().equals(itemId))
                .findFirst();
    }

    /** An item's place in the conversation; -1 when it was not spoken. */
    public int place(String itemId) {
        return turns.entrySet().stream()
                .filter(spoken -> spoken.getValue().turn().itemId().equals(itemId))
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElse(-1);
    }

    /** When each delivered turn's text was final, by item. */
    public Map<String, Long> finalAt() {
        Map<String, Long> times = new HashMap<>();
        turns.values().stream()
                .filter(Spoken::delivered)
                .forEach(spoken -> times.put(spoken.turn().itemId(), spoken.at()));
        return times;
    }

    /** How long each tool call waited for its output. */
    public List<Double> toolWaits() {
        List<Double> waits = new ArrayList<>();
        toolCalls.forEach((id, called) -> {
            Long answered = toolOutputs.get(id);
            if (answered != null) {
                waits.add((double) (answered - called));
            }
        });
        return waits;
    }

    /** How many tool calls reached a sideband and never got an output. */
    public int toolCallsUnanswered() {
        return (int) toolCalls.keySet().stream()
                .filter(id -> !toolOutputs.containsKey(id))
                .count();
    }

    /** How long it was without a sideband between two of them. */
    public List<Double> sidebandGaps() {
        List<Double> gaps = new ArrayList<>();
        for (long lost : detaches) {
            attaches.stream()
                    .filter(again -> again >= lost)
                    .findFirst()
                    .ifPresent(again -> gaps.add((double) (again - lost)));
        }
        return gaps;
    }

    private static OptionalLong first(List<Long> times) {
        return times.isEmpty() ? OptionalLong.empty() : OptionalLong.of(times.getFirst());
    }
}
