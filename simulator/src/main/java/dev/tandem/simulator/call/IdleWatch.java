package dev.tandem.simulator.call;

import dev.tandem.simulator.json.Json;

/** Notices that the caller has said nothing for the session's {@code idle_timeout_ms}. */
final class IdleWatch {
    private final Session session;
    private Timers.Timer timer;
    private long sinceMs;

    IdleWatch(Session session) {
        this.session = session;
    }

    /** The agent was heard out, and it is the caller's turn. */
    void start() {
        stop();
        session.config().idleMs().ifPresent(limit -> {
            sinceMs = session.audioMs();
            timer = session.afterHuman(limit, this::triggered);
        });
    }

    /** Somebody speaks. */
    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void triggered() {
        timer = null;
        if (session.agent().isActive() || session.mind().isAboutToRespond()) {
            return;
        }
        Item item = new Item(session.ids().fresh("item"), Item.Type.CALLER_AUDIO);
        session.emit(session.events().timeoutTriggered(item.id, sinceMs, session.audioMs()));
        session.emit(session.events().committed(session.conversation().lastId(), item.id));
        session.addItem(item);
        session.note("idle", Json.object());
        session.mind().silence();
    }
}
