package dev.tandem.call;

import dev.tandem.persistence.log.CallLines;
import java.util.Map;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.japi.function.Function;

/** What the log's lines of one call's entity have on them: the call, and the tenant from when it is known. */
final class Lines {

    private final String callId;
    private String tenant;
    private Map<String, String> marks;

    Lines(String callId) {
        this.callId = callId;
        this.marks = CallLines.of(callId, null);
    }

    /** From here on, in what is being done now as well. {@code owner} null while nobody knows. */
    void belongTo(String owner) {
        if (owner != null && tenant == null) {
            tenant = owner;
            marks = CallLines.of(callId, owner);
            // Goes with the message at hand, as the rest of its marks does.
            CallLines.mark(owner);
        }
    }

    /** Marks the lines of whatever that actor does, also when the journal answers it: that comes as a message of another type. */
    @SuppressWarnings("unchecked")
    Behavior<CallCommand> on(Behavior<CallCommand> entity) {
        Function<Object, Map<String, String>> now = anything -> marks;
        return (Behavior<CallCommand>)
                (Behavior<?>) Behaviors.withMdc(Object.class, now, (Behavior<Object>) (Behavior<?>) entity);
    }
}
