package dev.tandem.launcher.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What a running demo or cluster has written down for other commands: its addresses and its token. */
public final class Running {

    private Running() {}

    /** The fields of {@code run/demo/demo.json} or {@code run/cluster.json}, the newer one; a missing node when neither runs. */
    public static JsonNode find() {
        String home = System.getProperty("tandem.home");
        if (home == null) {
            return MissingNode.getInstance();
        }
        Path folder = Path.of(home);
        return Stream.of(StageFolder.demo(folder), StageFolder.cluster(folder))
                .map(StageFolder::access)
                .filter(Files::isReadable)
                .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                .map(Running::read)
                .orElse(MissingNode.getInstance());
    }

    /** The fields of one such file; a missing node when it is not there. */
    public static JsonNode read(Path access) {
        try {
            return new ObjectMapper().readTree(Files.readString(access));
        } catch (IOException notRunning) {
            return MissingNode.getInstance();
        }
    }
}
