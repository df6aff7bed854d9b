package dev.tandem.load.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.load.plan.Plan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The conversations of a run, played in turn. */
public final class CallScripts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_SCRIPTS = 10_000;

    private final List<CallScript> scripts;

    private CallScripts(List<CallScript> scripts) {
        this.scripts = List.copyOf(scripts);
    }

    /** Those of the plan's file, else the own ones. */
    public static CallScripts of(Plan plan) {
        return plan.dialogues().map(CallScripts::read).orElseGet(CallScripts::own);
    }

    /** Short calls about orders and appointments, with tools of the simulator. */
    public static CallScripts own() {
        try (InputStream in = CallScripts.class.getResourceAsStream("/dev/tandem/load/calls.jsonl");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return parse(lines.lines(), "the own conversations");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of a file of JSON lines. */
    public static CallScripts read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return parse(lines, file.toString());
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException("The dialogues " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static CallScripts parse(Stream<String> lines, String place) {
        List<CallScript> scripts = new ArrayList<>();
        lines.filter(line -> !line.isBlank()).limit(MAX_SCRIPTS).forEach(line -> {
            try {
                JsonNode node = JSON.readTree(line);
                scripts.add(CallScript.of(node));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(place + ", conversation " + (scripts.size() + 1) + " is no JSON", e);
            }
        });
        if (scripts.isEmpty()) {
            throw new IllegalArgumentException("There is no conversation in " + place);
        }
        return new CallScripts(scripts);
    }

    /** All of them. */
    public List<CallScript> all() {
        return scripts;
    }

    /** The offers of calls to these numbers in turn, without end. */
    public Iterator<ObjectNode> offers(List<String> numbers) {
        return feed(numbers, i -> scripts.get(i % scripts.size()));
    }

    /** The same with conversations strung together until they are about this long, in human time. */
    public Iterator<ObjectNode> offers(List<String> numbers, Duration length) {
        return feed(numbers, i -> CallScript.lasting(scripts, i, length));
    }

    private static Iterator<ObjectNode> feed(List<String> numbers, IntFunction<CallScript> script) {
        return IntStream.iterate(0, i -> i == Integer.MAX_VALUE ? 0 : i + 1)
                .mapToObj(i -> script.apply(i).offer(numbers.get(i % numbers.size())))
                .iterator();
    }
}
