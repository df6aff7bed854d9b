package dev.tandem.ingress;

import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.SipHeader;
import java.time.Instant;
import java.util.List;

/**
 * A call that a carrier holds for us, as its webhook tells it.
 *
 * @param callId 1 to 128 letters, digits, underscores and hyphens
 * @param from the caller's number as E.164, or what stood in its place, at most 256 characters
 * @param to the dialled number as E.164, or the raw user part when it is none, at most 256 characters; empty when the carrier named none
 * @param headers of the INVITE: untrusted, bounded in count and size
 * @param deliveryId the same on every retry of one delivery, at most 256 characters
 * @param createdAt when the call began to ring
 */
public record Offer(
        String callId, Personal from, String to, List<SipHeader> headers, String deliveryId, Instant createdAt) {}
