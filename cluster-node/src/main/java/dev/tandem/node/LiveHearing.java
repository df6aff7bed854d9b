package dev.tandem.node;

import dev.tandem.metrics.LiveEvent.CallChanged;
import dev.tandem.metrics.LiveView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/** Follows what the other nodes tell and puts it into this node's view; asks for words only while somebody watches. */
final class LiveHearing {

    private static final Duration LOOK = Duration.ofMillis(250);

    /** A teller that says nothing for so long has forgotten us, or its message was lost. */
    private static final Duration SILENCE = Duration.ofSeconds(6);

    /** Words are followed for a while after the last watcher left: it may come back. */
    private static final Duration LINGER = Duration.ofSeconds(10);

    sealed interface Command {}

    private record Tellers(Set<ActorRef<LiveTelling.Command>> all) implements Command {}

    private record Heard(LiveTelling.Told told) implements Command {}

    private record Look() implements Command {}

    private static final class Peer {
        private final String node;
        private long number = -1;
        private long heardAt = System.nanoTime();
        private boolean words;
        private final List<CallChanged> calls = new ArrayList<>();

        private Peer(String node) {
            this.node = node;
        }
    }

    private final LiveView view;
    private final Map<String, Vitals> vitals;
    private final ActorRef<LiveTelling.Told> ear;
    private final ActorRef<LiveTelling.Command> own;
    private final Map<ActorRef<LiveTelling.Command>, Peer> peers = new HashMap<>();
    private long watchedAt = System.nanoTime() - LINGER.toNanos();

    private LiveHearing(
            ActorContext<Command> context,
            LiveView view,
            ActorRef<LiveTelling.Command> own,
            Map<String, Vitals> vitals) {
        this.view = view;
        this.vitals = vitals;
        this.own = own;
        this.ear = context.messageAdapter(LiveTelling.Told.class, Heard::new);
        ActorRef<Receptionist.Listing> listings = context.messageAdapter(
                Receptionist.Listing.class, listing -> new Tellers(listing.getServiceInstances(LiveTelling.KEY)));
        context.getSystem().receptionist().tell(Receptionist.subscribe(LiveTelling.KEY, listings));
    }

    /** @param vitals of the other nodes, kept here for others to read */
    static Behavior<Command> create(LiveView view, ActorRef<LiveTelling.Command> own, Map<String, Vitals> vitals) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Look(), LOOK);
            LiveHearing hearing = new LiveHearing(context, view, own, vitals);
            return Behaviors.receiveMessage(hearing::on);
        }));
    }

    private Behavior<Command> on(Command command) {
        switch (command) {
            case Tellers tellers -> listed(tellers.all());
            case Heard heard -> heard(heard.told());
            case Look look -> look();
        }
        return Behaviors.same();
    }

    private void listed(Set<ActorRef<LiveTelling.Command>> all) {
        peers.entrySet().removeIf(entry -> {
            boolean gone = !all.contains(entry.getKey());
            if (gone) {
                vitals.remove(entry.getValue().node);
                view.silent(entry.getValue().node, Instant.now());
            }
            return gone;
        });
        for (ActorRef<LiveTelling.Command> teller : all) {
            if (!teller.equals(own) && !peers.containsKey(teller)) {
                Peer peer = new Peer(
                        SessionHostDirectory.nameOf(teller.path().address().hostPort()));
                peers.put(teller, peer);
                follow(teller, peer);
            }
        }
    }

    private void heard(LiveTelling.Told told) {
        Peer peer = peers.get(told.teller());
        if (peer == null) {
            return;
        }
        boolean begins = told instanceof LiveTelling.Calls calls && calls.first();
        if (!begins && told.number() != peer.number + 1) {
            // Something before it was lost, or it is a late one from before we asked anew.
            return;
        }
        peer.number = told.number();
        peer.heardAt = System.nanoTime();
        vitals.put(peer.node, told.vitals());
        told.teller().tell(new LiveTelling.Heard(ear, told.number()));
        switch (told) {
            case LiveTelling.Calls calls -> {
                if (calls.first()) {
                    peer.calls.clear();
                }
                peer.calls.addAll(calls.calls());
                if (calls.last()) {
                    view.whole(peer.node, peer.calls);
                    peer.calls.clear();
                }
            }
            case LiveTelling.News news -> news.events().forEach(event -> view.heard(peer.node, event));
        }
    }

    private void look() {
        long now = System.nanoTime();
        if (view.feed().watchers() > 0) {
            watchedAt = now;
        }
        boolean words = now - watchedAt < LINGER.toNanos();
        peers.forEach((teller, peer) -> {
            if (peer.words != words || now - peer.heardAt > SILENCE.toNanos()) {
                follow(teller, peer);
            }
        });
        view.tidy(Instant.now());
    }

    private void follow(ActorRef<LiveTelling.Command> teller, Peer peer) {
        peer.words = System.nanoTime() - watchedAt < LINGER.toNanos();
        peer.heardAt = System.nanoTime();
        teller.tell(new LiveTelling.Follow(ear, peer.words));
    }
}
