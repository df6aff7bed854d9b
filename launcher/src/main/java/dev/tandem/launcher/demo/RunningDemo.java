package dev.tandem.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a running demo has written down for other commands: its addresses and its token. */
public final class RunningDemo {

    private RunningDemo() {}

    /** The fields of {@code run/demo/demo.json}; a missing node when no demo runs. */
    public static JsonNode find() {
        String home = System.getProperty("tandem.home");
        if (home == null) {
            return MissingNode.getInstance();
        }
        Path file = DemoFolder.in(Path.of(home)).access();
        try {
            return new ObjectMapper().readTree(Files.readString(file));
        } catch (IOException notRunning) {
            return MissingNode.getInstance();
        }
    }
}
