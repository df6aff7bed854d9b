package dev.tandem.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One file of the console.
 *
 * @param path below the console's address, such as {@code vendor/preact-11.2.0/preact.mjs}
 * @param contentType what it is served as
 * @param vendored whether its path names its version, so that it never changes
 */
public record ConsoleFile(String path, String contentType, boolean vendored, byte[] content) {

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=UTF-8",
            "css", "text/css; charset=UTF-8",
            "js", "text/javascript; charset=UTF-8",
            "mjs", "text/javascript; charset=UTF-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=UTF-8");

    /** All of them by path; the list {@code files.txt} names them, because a jar cannot be listed. */
    public static Map<String, ConsoleFile> all() {
        Map<String, ConsoleFile> files = new LinkedHashMap<>();
        for (String path : new String(read("files.txt"), StandardCharsets.UTF_8).split("\n")) {
            if (!path.isBlank()) {
                files.put(path, new ConsoleFile(path, type(path), path.startsWith("vendor/"), read("web/" + path)));
            }
        }
        return Map.copyOf(files);
    }

    private static String type(String path) {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("nothing says how to serve " + path);
        }
        return type;
    }

    private static byte[] read(String name) {
        try (InputStream in = ConsoleFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the console has no file " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
