package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.util.ArrayList;
import java.util.List;

/** The WebSockets that are open on one call. */
public final class Sidebands {
    /** More than a client and its supervisor need. */
    private static final int MAX_OPEN = 4;

    private static final int NORMAL_CLOSURE = 1000;

    private final Call call;
    private final List<Sideband> open = new ArrayList<>();
    private int attaches;

    Sidebands(Call call) {
        this.call = call;
    }

    /** Whether one more may join. */
    public boolean hasRoom() {
        return open.isEmpty() || (call.world().habits().secondSideband() && open.size() < MAX_OPEN);
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
        call.note("attach", Json.object().put("attach", attaches).put("open", open.size()));
        sideband.send(call.events().session("session.created", call.sessionJson()));
        call.attached();
    }

    /** A sideband is gone. */
    public void detach(Sideband sideband, String cause) {
        if (open.remove(sideband) && call.isLive()) {
            call.note("detach", Json.object().put("cause", cause).put("open", open.size()));
        }
    }

    /** The sidebands open at this moment, to do something to each. */
    public List<Sideband> now() {
        return List.copyOf(open);
    }

    boolean send(ObjectNode event, boolean duplicates) {
        boolean taken = false;
        boolean twice = duplicates && isRepeatable(event.path("type").asText());
        for (Sideband sideband : now()) {
            taken |= sideband.send(event);
            if (twice) {
                sideband.send(event);
            }
        }
        return taken;
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
