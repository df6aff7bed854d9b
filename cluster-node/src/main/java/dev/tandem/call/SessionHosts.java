package dev.tandem.call;

import dev.tandem.realtime.Sessions;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Finds the node that is to hold a call's session. */
@FunctionalInterface
public interface SessionHosts {

    /** The sessions of that node while it is a full member of the cluster, else those of this node. */
    ActorRef<Sessions.Command> hostFor(Optional<String> node);
}
