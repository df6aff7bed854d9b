package dev.tandem.simulator.control;

import dev.tandem.simulator.webhook.SignedDelivery;
import java.util.List;

/**
 * A call that rings now.
 *
 * @param callId the vendor's id of the call
 * @param deliveries the copies of its signed webhook, at least one, valid for the vendor's 300 s
 */
public record OfferedCall(String callId, List<SignedDelivery> deliveries) {
    /** Keeps a copy of the list. */
    public OfferedCall {
        deliveries = List.copyOf(deliveries);
    }
}
