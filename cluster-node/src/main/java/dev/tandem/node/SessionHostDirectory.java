package dev.tandem.node;

import dev.tandem.call.SessionHosts;
import dev.tandem.realtime.Sessions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/** Knows every node's sessions: an entity that moved asks for its session where that lives. */
final class SessionHostDirectory implements SessionHosts {

    private static final ServiceKey<Sessions.Command> KEY = ServiceKey.create(Sessions.Command.class, "sessions");

    private final ActorRef<Sessions.Command> local;
    private final Cluster cluster;
    private final Map<String, ActorRef<Sessions.Command>> remote = new ConcurrentHashMap<>();

    private SessionHostDirectory(ActorRef<Sessions.Command> local, Cluster cluster) {
        this.local = local;
        this.cluster = cluster;
    }

    static SessionHostDirectory start(ActorContext<?> context, ActorRef<Sessions.Command> local, Cluster cluster) {
        SessionHostDirectory directory = new SessionHostDirectory(local, cluster);
        context.getSystem().receptionist().tell(Receptionist.register(KEY, local));
        context.spawn(directory.listening(), "session-hosts");
        return directory;
    }

    private Behavior<Receptionist.Listing> listening() {
        return Behaviors.setup(context -> {
            context.getSystem().receptionist().tell(Receptionist.subscribe(KEY, context.getSelf()));
            return Behaviors.receive(Receptionist.Listing.class)
                    .onMessage(Receptionist.Listing.class, listing -> {
                        heard(listing);
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private void heard(Receptionist.Listing listing) {
        Map<String, ActorRef<Sessions.Command>> now = new ConcurrentHashMap<>();
        for (ActorRef<Sessions.Command> sessions : listing.getServiceInstances(KEY)) {
            if (sessions.path().address().hasGlobalScope()) {
                now.put(nameOf(sessions.path().address().hostPort()), sessions);
            }
        }
        remote.keySet().retainAll(now.keySet());
        remote.putAll(now);
    }

    @Override
    public ActorRef<Sessions.Command> hostFor(Optional<String> node) {
        return node.filter(this::isUp).map(remote::get).orElse(local);
    }

    /** A node on its way out must not be given sessions. */
    private boolean isUp(String node) {
        for (Member member : cluster.state().getMembers()) {
            if (nameOf(member.address().hostPort()).equals(node)) {
                return member.status().equals(MemberStatus.up());
            }
        }
        return false;
    }

    /** {@code host:port} of {@code tandem@host:port}. */
    static String nameOf(String hostPort) {
        return hostPort.substring(hostPort.indexOf('@') + 1);
    }
}
