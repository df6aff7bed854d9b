package dev.tandem.launcher.faults.truth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A part of the simulator's append-only history: from one moment to another, in the order in which it was written. */
public final class History {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Line> lines;
    private final Map<String, List<Line>> byCall = new LinkedHashMap<>();

    private History(List<Line> lines) {
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

    /** What is in the file from this byte on; a line that is being written at this moment is left out. */
    public static History read(Path file, long fromByte) {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(Math.max(0, open.length() - fromByte))];
            open.seek(fromByte);
            open.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return of(text.substring(0, text.lastIndexOf('\n') + 1));
        } catch (IOException e) {
            throw new Unable("The simulator's history " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** How many bytes it has by now: where the next part begins. */
    public static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new Unable("The simulator's history " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Line parse(String line) {
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

    /** The time of the last line, 0 without any. */
    public long endMs() {
        return lines.isEmpty() ? 0 : lines.getLast().tMs();
    }
}
