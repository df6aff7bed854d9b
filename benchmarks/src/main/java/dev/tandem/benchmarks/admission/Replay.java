package dev.tandem.benchmarks.admission;

import dev.tandem.admission.AdmissionEvent;
import dev.tandem.admission.AdmissionState;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.Recovery;

/** Reads admission's whole journal as if no snapshot were there, and says how many events it read. */
final class Replay extends EventSourcedBehavior<ActorRef<Long>, AdmissionEvent, AdmissionState> {

    private final ActorContext<ActorRef<Long>> context;

    static Behavior<ActorRef<Long>> create() {
        return Behaviors.setup(Replay::new);
    }

    private Replay(ActorContext<ActorRef<Long>> context) {
        super(PersistenceId.ofUniqueId("Admission"));
        this.context = context;
    }

    @Override
    public Recovery recovery() {
        return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
    }

    @Override
    public AdmissionState emptyState() {
        return AdmissionState.EMPTY;
    }

    @Override
    public CommandHandler<ActorRef<Long>, AdmissionEvent, AdmissionState> commandHandler() {
        return (state, asker) -> {
            asker.tell(lastSequenceNumber(context));
            return Effect().none();
        };
    }

    @Override
    public EventHandler<AdmissionState, AdmissionEvent> eventHandler() {
        return AdmissionState::apply;
    }
}
