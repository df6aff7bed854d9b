package dev.tandem.launcher.faults.truth;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a growing history, each line once. */
public final class Tail {
    private final Path file;
    private final List<Line> lines = new ArrayList<>();
    private long at;

    /** Of this file, from its present end on. */
    public Tail(Path file) {
        this.file = file;
        this.at = file.toFile().length();
    }

    /** All since then; a line that is being written at this moment is left for the next time. */
    public synchronized History history() {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(open.length() - at)];
            open.seek(at);
            open.readFully(bytes);
            int whole = bytes.length;
            while (whole > 0 && bytes[whole - 1] != '\n') {
                whole--;
            }
            at += whole;
            new String(bytes, 0, whole, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> lines.add(History.parse(line)));
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator's history " + file + " cannot be read", e);
        }
        return new History(lines);
    }
}
