package dev.tandem.node;

import dev.tandem.admission.Fence;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionIdProvider;

/** Where the journal, which Pekko makes, finds the fence, which the node makes. Open until there is one. */
final class JournalFence implements Extension, Fence {
    private volatile Fence fence = () -> true;

    /** Of this actor system. */
    static JournalFence of(ActorSystem system) {
        return Id.INSTANCE.get(system);
    }

    /** From now on what this fence says counts. */
    void follow(Fence other) {
        fence = other;
    }

    @Override
    public boolean isOpen() {
        return fence.isOpen();
    }

    private static final class Id extends AbstractExtensionId<JournalFence> implements ExtensionIdProvider {
        private static final Id INSTANCE = new Id();

        @Override
        public JournalFence createExtension(ExtendedActorSystem system) {
            return new JournalFence();
        }

        @Override
        public Id lookup() {
            return this;
        }
    }
}
