package dev.tandem.realtime;

import dev.tandem.protocol.tenant.Agent;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * All a session needs to know to speak for a call.
 *
 * @param epoch the epoch to open, should no session be there
 * @param accepted false while the accept is unconfirmed: the provider may rightly not know the call
 * @param owesResponse a tool's output was written, and the model has not spoken since
 * @param openTools tool calls that the model still waits for
 * @param lastItemId the last item of the conversation that is journalled, or null
 * @param knownItems items of the conversation that are journalled, the latest few
 * @param open items that a session before left unfinished
 * @param detachedSince when the sideband before was last known to work, or null on the first attach
 */
public record Sideband(
        String callId,
        String tenant,
        Agent agent,
        long epoch,
        boolean accepted,
        boolean owesResponse,
        Set<String> openTools,
        String lastItemId,
        List<String> knownItems,
        List<Standing.Open> open,
        Instant detachedSince) {

    /** After a session that said where the conversation stood when it let go. */
    public Sideband resuming(Standing standing) {
        return new Sideband(
                callId,
                tenant,
                agent,
                epoch,
                accepted,
                owesResponse,
                openTools,
                standing.lastItemId(),
                knownItems,
                standing.open(),
                standing.at());
    }
}
