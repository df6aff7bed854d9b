package dev.tandem.persistence.journal;

import dev.tandem.persistence.schema.ReadSide;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/** A small write where the journal writes, with as many copies and as many acknowledgements: what fails it fails the journal. */
public final class Pulse {

    private static final String BEAT = "INSERT INTO call_journal.pulse (node, at) VALUES (?, ?)";

    private final ReadSide cassandra;
    private final String node;

    public Pulse(ClassicActorSystemProvider system, String node) {
        this.cassandra = new ReadSide(system);
        this.node = node;
    }

    /** Completes when it is written; fails within the time a request to Cassandra may take. */
    public CompletionStage<Done> beat(Instant at) {
        return cassandra.upsert(BEAT, node, at);
    }
}
