package dev.tandem.simulator.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.call.Fate;
import dev.tandem.simulator.call.Session;
import dev.tandem.simulator.call.Sideband;
import dev.tandem.simulator.call.Trouble;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.json.Json;
import java.util.Optional;
import java.util.function.Consumer;

/** Lets a fault happen to a live session. */
final class Mishap {
    /** A server that goes away for its own reasons. */
    private static final int GOING_AWAY = 1001;

    private static final int HUGE_BYTES = 2 * 1024 * 1024;

    private Mishap() {}

    static void happen(FaultKind kind, Session session) {
        session.note("fault", Json.object().put("fault", kind.label()));
        switch (kind) {
            case DROP_CLEAN -> drop(session, kind, sideband -> sideband.close(GOING_AWAY, "going away"));
            case DROP_ABRUPT -> drop(session, kind, Sideband::abort);
            case HALF_OPEN -> drop(session, kind, Sideband::freeze);
            case ERROR_EVENT ->
                session.emit(session.events()
                        .error(
                                ErrorDetail.server("The server had an error while processing your request."),
                                Optional.empty()));
            case HUGE_FRAME -> session.emit(huge(session));
            case UNKNOWN_EVENT ->
                session.emit(session.events()
                        .unknown("response.brand_new.delta", Json.array().add(1)));
            case EVENT_LOST -> session.sidebands().trouble(Trouble.LOST);
            case EVENT_TWICE -> session.sidebands().trouble(Trouble.TWICE);
            case EVENT_GARBLED -> session.sidebands().trouble(Trouble.GARBLED);
            case EVENT_MUTILATED -> session.sidebands().trouble(Trouble.MUTILATED);
            case EVENT_LATE -> session.sidebands().trouble(Trouble.LATE);
            case RESPONSE_FAILED -> session.doom(Fate.FAILED);
            case RESPONSE_RATE_LIMITED -> session.doom(Fate.RATE_LIMITED);
            case RESPONSE_FILTERED -> session.doom(Fate.CONTENT_FILTER);
            case RESPONSE_OUT_OF_TOKENS -> session.doom(Fate.OUT_OF_TOKENS);
            case HANGUP -> session.leave("caller_hung_up");
            case SESSION_EXPIRED -> session.expire();
            case REORDER -> session.switchOn(Switch.REORDER);
            case DUPLICATE -> session.switchOn(Switch.DUPLICATE);
            case LATE_TRANSCRIPT -> session.switchOn(Switch.LATE);
            case INTERRUPT -> session.switchOn(Switch.INTERRUPT);
            default -> throw new IllegalArgumentException(kind + " does not happen to a live session");
        }
    }

    private static void drop(Session session, FaultKind kind, Consumer<Sideband> how) {
        for (Sideband sideband : session.sidebands().now()) {
            how.accept(sideband);
            session.sidebands().detach(sideband, kind.label());
        }
    }

    private static ObjectNode huge(Session session) {
        return session.events().unknown("response.brand_new.delta", Json.array().add("x".repeat(HUGE_BYTES)));
    }
}
