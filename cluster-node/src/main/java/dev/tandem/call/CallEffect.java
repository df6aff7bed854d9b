package dev.tandem.call;

import dev.tandem.realtime.RealtimeSession;
import dev.tandem.realtime.Standing;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;

/** What a call does to the outside once the events that intend it are in the journal. */
public sealed interface CallEffect {

    record Tell<T>(ActorRef<T> to, T message) implements CallEffect {

        void run() {
            to.tell(message);
        }
    }

    record Reserve(String tenant, int attempt) implements CallEffect {}

    record Release() implements CallEffect {}

    record Accept(int attempt, boolean doubtful) implements CallEffect {}

    record Reject(int sipStatus, int attempt) implements CallEffect {}

    record Refer(String toolCallId, String target) implements CallEffect {}

    record HangUp(int attempt) implements CallEffect {}

    /**
     * A session must speak for the call: the one that lives, else a new one.
     *
     * @param standing what the one before said when it let go, or null
     */
    record Attach(Standing standing) implements CallEffect {}

    record ToSession(RealtimeSession.Command command) implements CallEffect {}

    record RunTool(String toolCallId, String name, String arguments, int attempt) implements CallEffect {}

    record Wait(CallCommand.Timer timer, int attempt, Duration length) implements CallEffect {}

    /** Nothing is left to do: the entity may be passivated. */
    record Rest() implements CallEffect {}
}
