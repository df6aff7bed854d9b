package dev.tandem.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values that configuration only refers to: {@code ${env:NAME}} and {@code ${file:/absolute/path}}.
 *
 * <p>References may stand anywhere in a text. Values are looked up each time they are used, so a rotated secret is
 * taken up without a restart, and they never show in a message. Reading a file blocks the calling thread.
 */
public final class Secrets {

    /** A secret is a token, not a document: larger files are refused. */
    public static final int MAX_FILE_BYTES = 64 * 1024;

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}?");
    private static final Pattern ENV = Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]*");
    private static final String FILE = "file:/";

    private final Function<String, String> environment;

    /** @param environment answers null for a variable that is not set */
    public Secrets(Function<String, String> environment) {
        this.environment = environment;
    }

    /** The secrets of this process: its environment and its files. */
    public static Secrets ofProcess() {
        return new Secrets(System::getenv);
    }

    /** What is wrong with the references in the text, or empty when all of them can be resolved now. */
    public Optional<String> fault(String text) {
        try {
            resolve(text);
            return Optional.empty();
        } catch (Unresolved e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * The text with every reference replaced by its value; a file's value ends before its trailing line break.
     *
     * @throws Unresolved when a reference is malformed, missing, or its value holds control characters
     */
    public String resolve(String text) throws Unresolved {
        if (text.indexOf("${") < 0) {
            return text;
        }
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            if (!matcher.group().endsWith("}")) {
                throw new Unresolved("the reference " + matcher.group() + " has no closing brace");
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value(matcher.group(1))));
        }
        return matcher.appendTail(resolved).toString();
    }

    private String value(String reference) throws Unresolved {
        String value;
        if (ENV.matcher(reference).matches()) {
            value = environment.apply(reference.substring("env:".length()));
            if (value == null) {
                throw new Unresolved("the environment variable of ${" + reference + "} is not set");
            }
        } else if (reference.startsWith(FILE)) {
            value = contents(reference);
        } else {
            throw new Unresolved("${" + reference + "} is no reference; write ${env:NAME} or ${file:/absolute/path}");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new Unresolved("the value of ${" + reference + "} has more than one line or control characters");
        }
        return value;
    }

    private static String contents(String reference) throws Unresolved {
        try {
            Path path = Path.of(reference.substring("file:".length()));
            if (!Files.isRegularFile(path)) {
                throw new Unresolved("the file of ${" + reference + "} does not exist");
            }
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw new Unresolved("the file of ${" + reference + "} has more than " + MAX_FILE_BYTES + " bytes");
            }
            return Files.readString(path, StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException | InvalidPathException e) {
            throw new Unresolved("the file of ${" + reference + "} cannot be read as UTF-8 text");
        }
    }

    /** A reference that has no value now; the message names the reference, never a value. */
    public static final class Unresolved extends Exception {
        private static final long serialVersionUID = 1L;

        Unresolved(String message) {
            super(message);
        }
    }
}
