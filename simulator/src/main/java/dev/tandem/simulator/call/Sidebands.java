package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** The WebSockets that are open on one session. */
public final class Sidebands {
    /** More than a client and its supervisor need. */
    private static final int MAX_OPEN = 4;

    private static final int NORMAL_CLOSURE = 1000;

    private final Session session;
    /** Events of a gap that are kept where that habit is on. */
    private static final int MAX_MISSED = 1_000;

    private static final int MAX_PLANNED = 1_000;

    private final List<Sideband> open = new ArrayList<>();
    private final Deque<ObjectNode> missed = new ArrayDeque<>();
    private final Map<Long, List<Runnable>> planned = new HashMap<>();
    private final Queue<Trouble> troubles = new ArrayDeque<>();
    private long sent;
    private int attaches;

    Sidebands(Session session) {
        this.session = session;
    }

    /** Whether one more may join. */
    public boolean hasRoom() {
        return open.isEmpty() || (session.world().habits().secondSideband() && open.size() < MAX_OPEN);
    }

    /** How many were ever opened. */
    public int attaches() {
        return attaches;
    }

    /** How many are open now. */
    public int count() {
        return open.size();
    }

    /** A sideband joins: it gets session.created, and of what happened before it nothing. */
    public void attach(Sideband sideband) {
        open.add(sideband);
        attaches++;
        session.note("attach", Json.object().put("attach", attaches).put("open", open.size()));
        if (session.world().habits().createdOnAttach() || !session.isPhone()) {
            sideband.send(session.events().session("session.created", session.sessionJson()));
        }
        List<ObjectNode> gap = List.copyOf(missed);
        missed.clear();
        gap.forEach(sideband::send);
        session.attached();
    }

    /** A sideband is gone. */
    public void detach(Sideband sideband, String cause) {
        if (open.remove(sideband) && session.isLive()) {
            session.note("detach", Json.object().put("cause", cause).put("open", open.size()));
            if (open.isEmpty()) {
                session.deserted();
            }
        }
    }

    /** The sidebands open at this moment, to do something to each. */
    public List<Sideband> now() {
        return List.copyOf(open);
    }

    /** Something goes wrong with the next event. */
    public void trouble(Trouble kind) {
        if (troubles.size() < MAX_PLANNED) {
            troubles.add(kind);
        }
    }

    /** Does something right before the event of this number, counted from 1, is sent. */
    public void before(long number, Runnable task) {
        if (planned.size() < MAX_PLANNED && number > sent) {
            planned.computeIfAbsent(number, any -> new ArrayList<>()).add(task);
        }
    }

    boolean send(ObjectNode event, boolean duplicates) {
        sent++;
        List<Runnable> due = planned.remove(sent);
        if (due != null) {
            due.forEach(Runnable::run);
        }
        if (open.isEmpty()) {
            remember(event);
            return false;
        }
        Trouble trouble = troubles.poll();
        return switch (trouble) {
            case null ->
                write(event, duplicates && isRepeatable(event.path("type").asText()));
            case LOST -> false;
            case TWICE -> write(event, true);
            case GARBLED -> garble(event);
            case MUTILATED -> {
                Mutilation.of(event).forEach(copy -> write(copy, false));
                yield write(event, false);
            }
            case LATE -> {
                session.afterHuman(Trouble.DELAY_MS, () -> write(event, false));
                yield true;
            }
        };
    }

    private boolean write(ObjectNode event, boolean twice) {
        boolean taken = false;
        for (Sideband sideband : now()) {
            taken |= sideband.send(event);
            if (twice) {
                sideband.send(event);
            }
        }
        return taken;
    }

    private boolean garble(ObjectNode event) {
        String text = Json.write(event);
        for (Sideband sideband : now()) {
            sideband.sendText(text.substring(0, text.length() / 2));
        }
        return false;
    }

    private void remember(ObjectNode event) {
        if (session.world().habits().replaysGap() && attaches > 0) {
            missed.add(event);
            if (missed.size() > MAX_MISSED) {
                missed.remove();
            }
        }
    }

    void closeAll() {
        for (Sideband sideband : now()) {
            sideband.close(NORMAL_CLOSURE, "");
        }
        open.clear();
    }

    private static boolean isRepeatable(String type) {
        return !type.endsWith(".delta") && !type.startsWith("session.") && !type.equals("error");
    }
}
