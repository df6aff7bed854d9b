package dev.tandem.persistence.schema;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Every keyspace and table, from the CQL files beside this class: {@code journal}, {@code node}, {@code snapshot},
 * {@code registry}, {@code summary}, in that order. In production an operator replaces {@code @DATACENTER@} and
 * {@code @COPIES@} (3 is meant) and runs them once, or has {@link SchemaSession} do it; in development {@link #create} does.
 */
public final class Schema {

    static final List<String> FILES = List.of("journal", "node", "snapshot", "registry", "summary");

    /** Creating a table waits for the schema to agree, which takes longer than a request may. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Pattern TABLE = Pattern.compile("CREATE TABLE IF NOT EXISTS (\\w+\\.\\w+)");

    private Schema() {}

    /** The statements of one file for a datacenter and a number of copies. */
    public static List<String> statements(String file, String datacenter, int copies) {
        String text = text(file)
                .lines()
                .filter(line -> !line.startsWith("--"))
                .collect(Collectors.joining("\n"))
                .replace("@DATACENTER@", datacenter)
                .replace("@COPIES@", Integer.toString(copies));
        return Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /** Every statement, in the order in which they are run. */
    static List<SimpleStatement> all(String datacenter, int copies) {
        return FILES.stream()
                .flatMap(file -> statements(file, datacenter, copies).stream())
                .map(statement -> SimpleStatement.newInstance(statement).setTimeout(TIMEOUT))
                .toList();
    }

    /** The tables there must be, as {@code keyspace.table}. */
    static List<String> tables() {
        return FILES.stream()
                .flatMap(file -> statements(file, "any", 1).stream())
                .map(TABLE::matcher)
                .filter(Matcher::lookingAt)
                .map(table -> table.group(1))
                .toList();
    }

    /**
     * Creates what is not there, one statement after the other. The driver learns of it once at the end: after each statement it
     * would wait a second for more of them.
     */
    public static CompletionStage<Void> create(CqlSession session, String datacenter, int copies) {
        CompletionStage<Void> done = session.setSchemaMetadataEnabled(false).thenApply(metadata -> null);
        for (SimpleStatement statement : all(datacenter, copies)) {
            done = done.thenCompose(before -> session.executeAsync(statement)).thenApply(rows -> null);
        }
        return done.handle((nothing, failure) -> session.setSchemaMetadataEnabled(null)
                        .thenCompose(metadata -> failure == null
                                ? CompletableFuture.<Void>completedStage(null)
                                : CompletableFuture.<Void>failedStage(failure)))
                .thenCompose(Function.identity());
    }

    private static String text(String file) {
        try (InputStream in = Schema.class.getResourceAsStream(file + ".cql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
