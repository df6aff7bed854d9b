package dev.tandem.launcher.replay;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.calls.CallText;
import dev.tandem.launcher.stage.Running;
import dev.tandem.persistence.read.Journals;
import dev.tandem.protocol.api.ApiJson;
import dev.tandem.protocol.api.CallView;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tandem replay}: a call's transcript from Cassandra, without any node of ours. */
@Command(
        name = "replay",
        sortOptions = false,
        description = {
            "Rebuilds the transcript of one call from its journal in Cassandra and prints it.",
            "Needs no running node. Knows the running demo's Cassandra by itself."
        })
public final class ReplayCommand implements Runnable {

    private static final long PATIENCE_SECONDS = 30;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CALL_ID", description = "The call's id, rtc_...")
    private String callId;

    @Option(
            names = "--cassandra",
            paramLabel = "HOST:PORT",
            description =
                    "Where the journal is (default TANDEM_CASSANDRA, else the running demo's, else 127.0.0.1:9042).")
    private String cassandra;

    @Option(
            names = "--datacenter",
            paramLabel = "NAME",
            defaultValue = "datacenter1",
            description = "Cassandra's name for its datacenter (default ${DEFAULT-VALUE}).")
    private String datacenter;

    @Override
    public void run() {
        String address = address();
        try (Journals journals = Journals.open(address, datacenter)) {
            Optional<CallView> call =
                    journals.replay(callId).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            CallView found = call.orElseThrow(() -> new Unable("the journal knows no call " + callId));
            CallText.transcript(ApiJson.MAPPER.valueToTree(found))
                    .forEach(spec.commandLine().getOut()::println);
        } catch (ExecutionException | TimeoutException e) {
            throw new Unable("the journal at " + address + " cannot be read; is Cassandra there?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unable("interrupted", e);
        }
    }

    private String address() {
        if (cassandra != null) {
            return cassandra;
        }
        String told = System.getenv("TANDEM_CASSANDRA");
        return told != null ? told : Running.find().path("cassandra").asText("127.0.0.1:9042");
    }
}
