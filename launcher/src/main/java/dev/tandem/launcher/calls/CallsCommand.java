package dev.tandem.launcher.calls;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tandem calls}: looks at the calls of a running node through its API. */
@Command(
        name = "calls",
        sortOptions = false,
        description = {
            "Shows the calls of a running node: the newest first, or what one command asks for.",
            "Knows the running demo by itself; elsewhere say --url and --token (or TANDEM_ADMIN_TOKEN)."
        })
public final class CallsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Access access;

    @Option(names = "--list", description = "Lists the calls, as no option does too.")
    private boolean list;

    @Option(names = "--call-id", paramLabel = "ID", description = "Shows this call.")
    private String callId;

    @Option(names = "--transcript", description = "With --call-id: only what was said.")
    private boolean transcript;

    @Option(names = "--summary", description = "With --call-id: only the summary.")
    private boolean summary;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "Writes the call, or without --call-id the newest calls, as JSON.")
    private Path export;

    @Override
    public void run() {
        if (callId == null && (transcript || summary)) {
            throw new ParameterException(spec.commandLine(), "--transcript and --summary need --call-id");
        }
        if (callId == null) {
            list();
        } else if (transcript) {
            transcript(callId);
        } else if (summary) {
            CallText.summary(access.call(callId)).forEach(out()::println);
        } else if (export != null) {
            export(callId, export);
        } else {
            show(callId);
        }
    }

    @Command(name = "list", description = "Lists the newest calls.")
    void list() {
        JsonNode page = access.get("/api/v1/calls");
        if (export != null) {
            write(page, export);
            return;
        }
        CallText.list(page.path("calls")).forEach(out()::println);
    }

    @Command(name = "show", description = "Shows one call: how it went, tools, cost, summary, words.")
    void show(@Parameters(paramLabel = "ID", description = "The call's id.") String id) {
        CallText.call(access.call(id)).forEach(out()::println);
    }

    @Command(name = "transcript", description = "Shows what was said in one call.")
    void transcript(@Parameters(paramLabel = "ID", description = "The call's id.") String id) {
        CallText.transcript(access.call(id)).forEach(out()::println);
    }

    @Command(name = "events", description = "Shows the journal of one call, a line per event.")
    void events(@Parameters(paramLabel = "ID", description = "The call's id.") String id) {
        CallText.events(access.get(Access.path(id) + "/events")).forEach(out()::println);
    }

    @Command(name = "export", description = "Writes all that is known of one call as JSON.")
    void export(
            @Parameters(paramLabel = "ID", description = "The call's id.") String id,
            @Parameters(paramLabel = "FILE", description = "Where to; is overwritten.") Path file) {
        write(access.call(id), file);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void write(JsonNode json, Path file) {
        try {
            Files.writeString(file, json.toPrettyString() + "\n");
            out().println("Written: " + file);
        } catch (IOException e) {
            throw new Unable("the file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
