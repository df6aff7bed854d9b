package dev.tandem.launcher.faults.truth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.launcher.Unable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A part of the simulator's append-only history: from one moment to another, in the order in which it was written. */
public final class History {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Line> lines;
    private final Map<String, List<Line>> byCall = new LinkedHashMap<>();

    History(List<Line> lines) {
        this.lines = List.copyOf(lines);
        for (Line line : lines) {
            if (!line.callId().isEmpty()) {
                byCall.computeIfAbsent(line.callId(), id -> new ArrayList<>()).add(line);
            }
        }
    }

    /** Of these JSON lines. */
    public static History of(String jsonLines) {
        return new History(jsonLines
                .lines()
                .filter(line -> !line.isBlank())
                .map(History::parse)
                .toList());
    }

    static Line parse(String line) {
        try {
            return Line.of(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            throw new Unable("The simulator's history has a line that is no JSON: " + line, e);
        }
    }

    /** All of it. */
    public List<Line> lines() {
        return lines;
    }

    /** Of one kind. */
    public List<Line> of(Kind kind) {
        return stream(kind).toList();
    }

    /** Of one kind. */
    public Stream<Line> stream(Kind kind) {
        return lines.stream().filter(line -> line.is(kind));
    }

    /** The calls in the order of their first lines. */
    public List<CallHistory> calls() {
        return byCall.entrySet().stream()
                .map(call -> new CallHistory(call.getKey(), call.getValue()))
                .toList();
    }

    /** One call; without a line when it is unknown. */
    public CallHistory call(String callId) {
        return new CallHistory(callId, byCall.getOrDefault(callId, List.of()));
    }

    /** How many calls were live, accepted and not ended, at the moment with the most of them. */
    public int mostLive() {
        Set<String> live = new HashSet<>();
        int most = 0;
        for (Line line : lines) {
            if (line.is(Kind.ACCEPT)) {
                live.add(line.callId());
                most = Math.max(most, live.size());
            } else if (line.is(Kind.ENDED)) {
                live.remove(line.callId());
            }
        }
        return most;
    }

    /** The time of the last line, 0 without any. */
    public long endMs() {
        return lines.isEmpty() ? 0 : lines.getLast().tMs();
    }
}
