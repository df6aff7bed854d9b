package dev.tandem.ingress;

/** What became of an offer. */
public sealed interface OfferAnswer {

    /**
     * It is journalled and will be decided, whatever happens now.
     *
     * @param first false when an earlier delivery made it so
     */
    record Durable(boolean first) implements OfferAnswer {}

    /** It cannot be made durable now, and that is known without trying: the sender is asked to come again. */
    record Unavailable(String reason) implements OfferAnswer {}
}
