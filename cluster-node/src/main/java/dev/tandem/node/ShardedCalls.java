package dev.tandem.node;

import dev.tandem.admission.Admission;
import dev.tandem.admission.Fence;
import dev.tandem.api.Hangups;
import dev.tandem.call.CallCommand;
import dev.tandem.call.CallEntity;
import dev.tandem.http.Deadline;
import dev.tandem.ingress.CallOffers;
import dev.tandem.ingress.Offer;
import dev.tandem.ingress.OfferAnswer;
import dev.tandem.metrics.JournalHealth;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Carrier;
import dev.tandem.realtime.Report;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** The cluster's calls, reached by id wherever they live. */
final class ShardedCalls implements CallOffers, Hangups {

    /** The webhook's own limit is shorter; this only bounds the ask. */
    private static final Duration OFFER_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration HANG_UP_TIMEOUT = Duration.ofSeconds(5);

    private static final String ALONE = "This node hears of no majority of its cluster.";

    private final ClusterSharding sharding;
    private final JournalHealth journal;
    private final Fence fence;
    private final Predicate<String> goesOnHere;
    private final Clock clock = Clock.systemUTC();

    /** @param goesOnHere whether this node shows that call as going on, so that its offer is journalled */
    ShardedCalls(ClusterSharding sharding, JournalHealth journal, Fence fence, Predicate<String> goesOnHere) {
        this.sharding = sharding;
        this.journal = journal;
        this.fence = fence;
        this.goesOnHere = goesOnHere;
    }

    @Override
    public CompletionStage<OfferAnswer> offer(Offer offer) {
        Optional<String> complaint = fence.isOpen() ? journal.complaint() : Optional.of(ALONE);
        if (complaint.isPresent()) {
            // Sharding would have to remember a new id: a failed write of that stops a whole shard with all its calls,
            // and one by a
            // node that another has succeeded is the second owner's.
            return CompletableFuture.completedStage(
                    goesOnHere.test(offer.callId())
                            ? new OfferAnswer.Durable(false)
                            : new OfferAnswer.Unavailable(complaint.get()));
        }
        CallEvent.CallOffered offered = new CallEvent.CallOffered(
                clock.instant(),
                Carrier.OPENAI_SIP,
                offer.from(),
                offer.to(),
                offer.headers(),
                offer.deliveryId(),
                offer.createdAt());
        return Deadline.here(call(offer.callId())
                        .<CallCommand.OfferAnswer>ask(
                                replyTo -> new CallCommand.Offer(offered, replyTo), OFFER_TIMEOUT))
                .thenApply(answer -> new OfferAnswer.Durable(answer.first()));
    }

    @Override
    public CompletionStage<Hangups.Answer> hangup(String callId) {
        return call(callId)
                .<CallCommand.HangUpAnswer>ask(CallCommand.HangUp::new, HANG_UP_TIMEOUT)
                .thenApply(answer -> switch (answer) {
                    case REQUESTED -> new Hangups.Answer.Requested();
                    case ALREADY_ENDED -> new Hangups.Answer.AlreadyEnded();
                    case UNKNOWN_CALL -> new Hangups.Answer.UnknownCall();
                });
    }

    void report(String callId, Report report) {
        call(callId).tell(new CallCommand.FromSession(report));
    }

    void callTheRoll(String callId, ActorRef<Admission.Present> replyTo) {
        call(callId).tell(new CallCommand.AnswerRollCall(replyTo));
    }

    private EntityRef<CallCommand> call(String callId) {
        return sharding.entityRefFor(CallEntity.TYPE, callId);
    }
}
