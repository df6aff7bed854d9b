package dev.tandem.persistence.read;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.journal.CallJournal;
import dev.tandem.persistence.record.CallRecord;
import dev.tandem.protocol.api.CallView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;

/** Reads journals without a node of ours: what a call was is told by Cassandra alone. */
public final class Journals implements AutoCloseable {

    private final ActorSystem system;
    private final CallJournal journal;
    private final Prices prices;

    private Journals(ActorSystem system) {
        this.system = system;
        this.journal = new CallJournal(system);
        this.prices = Prices.of(system.settings().config().getConfig("tandem.prices"));
    }

    /** Of the Cassandra at {@code contactPoints}, {@code host:port} separated by commas; {@code datacenter} as its nodes name it. */
    public static Journals open(String contactPoints, String datacenter) {
        Config config = ConfigFactory.parseMap(Map.of(
                        "tandem.cassandra.contact-points",
                        contactPoints,
                        "tandem.cassandra.local-datacenter",
                        datacenter,
                        "tandem.cassandra.create-schema",
                        false,
                        "datastax-java-driver.advanced.reconnect-on-init",
                        false,
                        "pekko.stdout-loglevel",
                        "OFF",
                        "pekko.loglevel",
                        "OFF"))
                .withFallback(ConfigFactory.parseResources("tandem-persistence.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
        return new Journals(ActorSystem.create("journals", config));
    }

    /** The call with its transcript, rebuilt from its journal; empty when no such call was ever offered. */
    public CompletionStage<Optional<CallView>> replay(String callId) {
        return journal.read(callId)
                .thenApply(events -> events.isEmpty()
                        ? Optional.empty()
                        : Optional.of(CallRecord.of(callId, events).view(prices, null, List.of())));
    }

    @Override
    public void close() {
        system.terminate();
    }
}
