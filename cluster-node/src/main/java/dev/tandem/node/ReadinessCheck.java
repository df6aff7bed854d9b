package dev.tandem.node;

import dev.tandem.api.Readiness;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/** The node's readiness on the management port, where it is the answer of {@code /ready}; found by Pekko by its name. */
public final class ReadinessCheck implements Supplier<CompletionStage<Boolean>> {

    private static final Id ID = new Id();

    /** One per actor system, for Pekko makes the check itself. */
    private static final class Told implements Extension {
        private final AtomicReference<Readiness> readiness = new AtomicReference<>();
    }

    private static final class Id extends AbstractExtensionId<Told> {
        @Override
        public Told createExtension(ExtendedActorSystem system) {
            return new Told();
        }
    }

    private final Told told;

    public ReadinessCheck(ActorSystem system) {
        this.told = ID.get(system);
    }

    /** From now on the check answers as this does. */
    static void answerBy(ActorSystem system, Readiness readiness) {
        ID.get(system).readiness.set(readiness);
    }

    @Override
    public CompletionStage<Boolean> get() {
        Readiness readiness = told.readiness.get();
        return CompletableFuture.completedStage(
                readiness != null && readiness.reasonsAgainst().isEmpty());
    }
}
