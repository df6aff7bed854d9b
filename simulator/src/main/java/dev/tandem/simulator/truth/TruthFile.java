package dev.tandem.simulator.truth;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The history as a file of JSON lines, one write per line so that a killed simulator loses none. */
public final class TruthFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TruthFile.class);

    private final Path path;
    private final BufferedWriter writer;
    private boolean broken;

    private TruthFile(Path path, BufferedWriter writer) {
        this.path = path;
        this.writer = writer;
    }

    /** Opens the file for a new run; what was in it is replaced. */
    public static TruthFile open(Path path) throws IOException {
        return new TruthFile(
                path,
                Files.newBufferedWriter(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE));
    }

    void append(TruthLine line) {
        if (broken) {
            return;
        }
        try {
            writer.write(line.json());
            writer.write('\n');
            writer.flush();
        } catch (IOException failed) {
            broken = true;
            LOG.error("the truth file {} cannot be written any more: {}", path, failed.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
