package dev.tandem.persistence.journal;

import dev.tandem.persistence.schema.ReadSide;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/** One row for each call of a tool that must run only once: whoever writes it first may run the tool. */
public final class ToolClaims {

    private static final String CLAIM =
            "INSERT INTO call_journal.tool_claims (call_id, tool_call_id, owner, at) VALUES (?, ?, ?, ?) IF NOT EXISTS";

    private final ReadSide cassandra;
    private final String node;

    public ToolClaims(ClassicActorSystemProvider system, String node) {
        this.cassandra = new ReadSide(system);
        this.node = node;
    }

    /** True for the first claim ever. A claim that failed may still have been written: nobody gets it then. */
    public CompletionStage<Boolean> claim(String callId, String toolCallId) {
        return cassandra
                .compareAndSet(CLAIM, callId, toolCallId, node, Instant.now())
                .thenApply(row -> row.getBoolean("[applied]"));
    }
}
