package dev.tandem.simulator.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.call.ModelSession;
import dev.tandem.simulator.call.Session;
import dev.tandem.simulator.call.SessionListener;
import dev.tandem.simulator.call.World;
import dev.tandem.simulator.caller.Script;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.event.Ids;
import dev.tandem.simulator.event.ServerEvents;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/** Opens the sessions of WebSockets that name a model; lives on the event loop. */
public final class ModelSessions {
    /** Sessions open at a time; further handshakes are answered 429. */
    public static final int MAX_OPEN = 5_000;

    private static final int MAX_SCRIPTS = 10_000;
    /** Keeps the ids of these sessions apart from those of calls, whose ordinals are positive. */
    private static final long ORDINALS = Long.MIN_VALUE;

    private final World world;
    private final SessionListener listener;
    private final Set<Switch> switches;
    private final long seed;
    private final ServerEvents withoutSession;
    private final Map<String, ModelSession> open = new LinkedHashMap<>();
    private final Queue<Script> scripts = new ArrayDeque<>();
    private long ordinal;

    /** Sessions that all have some switches on. */
    public ModelSessions(World world, SessionListener listener, Set<Switch> switches, long seed) {
        this.world = world;
        this.listener = listener;
        this.switches = Set.copyOf(switches);
        this.seed = seed;
        this.withoutSession = new ServerEvents(new Ids(seed, ORDINALS));
    }

    /** Whether one more may open. */
    public boolean hasRoom() {
        return open.size() < MAX_OPEN;
    }

    /** Those that are open, oldest first. */
    public Collection<ModelSession> open() {
        return List.copyOf(open.values());
    }

    /** The next session that opens plays the agent of this script; false when too many wait. */
    public boolean script(Script script) {
        return scripts.size() < MAX_SCRIPTS && scripts.add(script);
    }

    /** A session is over. */
    public void over(Session session) {
        open.remove(session.id());
    }

    ModelSession open(String model) {
        long number = ++ordinal;
        Ids ids = new Ids(seed, ORDINALS + number);
        String id = ids.idFor("sess", "model session");
        ModelSession session =
                new ModelSession(id, number, world, ids, listener, switches, Optional.ofNullable(scripts.poll()));
        open.put(id, session);
        session.open(model);
        return session;
    }

    ObjectNode errorBeforeSession(ErrorDetail error) {
        return withoutSession.error(error, Optional.empty());
    }
}
