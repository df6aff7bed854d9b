package dev.tandem.ingress;

import java.util.concurrent.CompletionStage;

/** Brings offered calls to whoever owns them in the cluster. */
@FunctionalInterface
public interface CallOffers {

    /** Completes once the offer is journalled; a failure, like silence, means that nobody knows, and the sender repeats the delivery. */
    CompletionStage<OfferAnswer> offer(Offer offer);
}
