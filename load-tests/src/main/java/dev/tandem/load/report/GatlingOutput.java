package dev.tandem.load.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Gatling says and leaves behind: its assertions are told nowhere but in its output and its pages.
 *
 * @param exitCode its own
 * @param text all that it printed
 */
public record GatlingOutput(int exitCode, String text) {
    private static final Pattern ASSERTION = Pattern.compile("(?m)^(.+) : (true|false) \\((?:actual : )?(.*)\\)$");

    /** One assertion in Gatling's words. */
    public record Asserted(String claim, boolean holds, String actual) {}

    /** Runs it with standard output caught. */
    public static GatlingOutput of(IntSupplier gatling) {
        PrintStream terminal = System.out;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            int code = gatling.getAsInt();
            return new GatlingOutput(code, caught.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(terminal);
        }
    }

    /** Its assertions, in its order. */
    public List<Asserted> assertions() {
        Matcher line = ASSERTION.matcher(text);
        return line.results()
                .map(found -> new Asserted(found.group(1), found.group(2).equals("true"), found.group(3)))
                .toList();
    }

    /** The folder of its pages. */
    public static Path pages(Path results) throws IOException {
        try (Stream<Path> folders = Files.list(results)) {
            return folders.filter(folder -> Files.exists(folder.resolve("index.html")))
                    .max(Comparator.comparing(Path::getFileName))
                    .orElseThrow(() -> new IOException("Gatling has left no pages in " + results));
        }
    }
}
