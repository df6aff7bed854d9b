package dev.tandem.simulator.control;

import dev.tandem.simulator.caller.Script;
import java.util.Optional;

/**
 * A call to be made.
 *
 * @param to the dialled number, or a whole To header value
 * @param from the caller's number, or a whole From header value; empty means one of the simulator's own
 * @param script what happens; empty means the next script in turn
 * @param deliver whether the webhook is sent
 * @param copies how many copies of the webhook are sent, at least 1
 * @param mixedIds whether each copy has a webhook-id of its own
 * @param callId the id it shall have; empty means one of the simulator's own
 */
public record CallOffer(
        String to,
        Optional<String> from,
        Optional<Script> script,
        boolean deliver,
        int copies,
        boolean mixedIds,
        Optional<String> callId) {

    /** A call with an id of the simulator's own. */
    public CallOffer(
            String to, Optional<String> from, Optional<Script> script, boolean deliver, int copies, boolean mixedIds) {
        this(to, from, script, deliver, copies, mixedIds, Optional.empty());
    }

    /** One ordinary call with one webhook and the next script in turn. */
    public static CallOffer to(String number) {
        return new CallOffer(number, Optional.empty(), Optional.empty(), true, 1, false);
    }

    /** The same call with another script. */
    public CallOffer playing(Script chosen) {
        return new CallOffer(to, from, Optional.of(chosen), deliver, copies, mixedIds, callId);
    }

    /** The same call whose webhook the offerer sends itself. */
    public CallOffer undelivered() {
        return new CallOffer(to, from, script, false, copies, mixedIds, callId);
    }
}
