package dev.tandem.simulator.caller;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** All scripts a simulator can play: its own scenarios and, where given, the dialogues of a file. */
public final class ScriptLibrary {
    private static final int MAX_DIALOGUES = 100_000;
    private static final String SCENARIOS = "/dev/tandem/simulator/scenarios.json";

    private final Map<String, Script> scenarios = new LinkedHashMap<>();
    private final Map<String, Script> dialogues = new LinkedHashMap<>();
    private final List<Script> rotation = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    private ScriptLibrary() {}

    /** The built-in scenarios and the dialogues of a JSON-lines file. */
    public static ScriptLibrary load(Optional<Path> dialogues) {
        ScriptLibrary library = new ScriptLibrary();
        library.readScenarios();
        dialogues.ifPresent(library::readDialogues);
        return library;
    }

    /** The script of a call that named none: the dialogues in turn, or the conversational scenarios in turn. */
    public Script nextInTurn() {
        return rotation.get(Math.floorMod(next.getAndIncrement(), rotation.size()));
    }

    /** A built-in scenario. */
    public Optional<Script> scenario(String name) {
        return Optional.ofNullable(scenarios.get(name));
    }

    /** A dialogue by its id or its place in the file, counted from 0. */
    public Optional<Script> dialogue(String idOrPlace) {
        Script byId = dialogues.get(idOrPlace);
        if (byId == null && idOrPlace.matches("[0-9]{1,6}")) {
            return dialogues.values().stream().skip(Integer.parseInt(idOrPlace)).findFirst();
        }
        return Optional.ofNullable(byId);
    }

    /** The names of the built-in scenarios. */
    public Collection<String> scenarioNames() {
        return Collections.unmodifiableSet(scenarios.keySet());
    }

    /** Every script, scenarios first. */
    public List<Script> all() {
        List<Script> all = new ArrayList<>(scenarios.values());
        all.addAll(dialogues.values());
        return all;
    }

    private void readScenarios() {
        try (InputStream in = ScriptLibrary.class.getResourceAsStream(SCENARIOS)) {
            JsonNode list = Json.read(in.readAllBytes())
                    .orElseThrow(() -> new ScriptFormatException(SCENARIOS + " is no JSON document"));
            for (JsonNode node : list) {
                Script script = ScriptReader.read(node, "scenario");
                scenarios.put(script.id(), script);
                if (node.path("rotates").asBoolean(false)) {
                    rotation.add(script);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void readDialogues(Path file) {
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    readDialogue(line, file + " line " + number);
                }
            }
        } catch (IOException unreadable) {
            throw new ScriptFormatException("cannot read the dialogues " + file + ": " + unreadable.getMessage());
        }
        if (dialogues.isEmpty()) {
            throw new ScriptFormatException("no dialogue in " + file);
        }
        rotation.clear();
        rotation.addAll(dialogues.values());
    }

    private void readDialogue(String line, String place) {
        JsonNode node = Json.read(line).orElseThrow(() -> new ScriptFormatException(place + ": not a JSON object"));
        try {
            Script script = ScriptReader.read(node, "dialogue-" + dialogues.size());
            dialogues.put(script.id(), script);
        } catch (ScriptFormatException wrong) {
            throw new ScriptFormatException(place + ": " + wrong.getMessage());
        }
        if (dialogues.size() > MAX_DIALOGUES) {
            throw new ScriptFormatException(place + ": more than " + MAX_DIALOGUES + " dialogues");
        }
    }
}
