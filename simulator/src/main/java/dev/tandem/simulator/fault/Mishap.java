package dev.tandem.simulator.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.call.Call;
import dev.tandem.simulator.call.Sideband;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.json.Json;
import java.util.Optional;
import java.util.function.Consumer;

/** Lets a fault happen to a live call. */
final class Mishap {
    /** A server that goes away for its own reasons. */
    private static final int GOING_AWAY = 1001;

    private static final int HUGE_BYTES = 2 * 1024 * 1024;

    private Mishap() {}

    static void happen(FaultKind kind, Call call) {
        call.note("fault", Json.object().put("fault", kind.label()));
        switch (kind) {
            case DROP_CLEAN -> drop(call, kind, sideband -> sideband.close(GOING_AWAY, "going away"));
            case DROP_ABRUPT -> drop(call, kind, Sideband::abort);
            case HALF_OPEN -> drop(call, kind, Sideband::freeze);
            case ERROR_EVENT ->
                call.emit(call.events()
                        .error(
                                ErrorDetail.server("The server had an error while processing your request."),
                                Optional.empty()));
            case HUGE_FRAME -> call.emit(huge(call));
            case UNKNOWN_EVENT ->
                call.emit(call.events()
                        .unknown("response.brand_new.delta", Json.array().add(1)));
            case HANGUP -> call.leave("caller_hung_up");
            case SESSION_EXPIRED -> call.expire();
            case REORDER -> call.switchOn(Switch.REORDER);
            case DUPLICATE -> call.switchOn(Switch.DUPLICATE);
            case LATE_TRANSCRIPT -> call.switchOn(Switch.LATE);
            case INTERRUPT -> call.switchOn(Switch.INTERRUPT);
            default -> throw new IllegalArgumentException(kind + " does not happen to a live call");
        }
    }

    private static void drop(Call call, FaultKind kind, Consumer<Sideband> how) {
        for (Sideband sideband : call.sidebands().now()) {
            how.accept(sideband);
            call.sidebands().detach(sideband, kind.label());
        }
    }

    private static ObjectNode huge(Call call) {
        return call.events().unknown("response.brand_new.delta", Json.array().add("x".repeat(HUGE_BYTES)));
    }
}
