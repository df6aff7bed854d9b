package dev.tandem.simulator.control;

import dev.tandem.simulator.call.Call;
import dev.tandem.simulator.call.CallListener;
import dev.tandem.simulator.call.CallRegistry;
import dev.tandem.simulator.call.World;
import dev.tandem.simulator.caller.Script;
import dev.tandem.simulator.caller.ScriptLibrary;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.event.Ids;
import dev.tandem.simulator.webhook.IncomingCallEvent;
import dev.tandem.simulator.webhook.SignedDelivery;
import dev.tandem.simulator.webhook.WebhookPost;
import dev.tandem.simulator.webhook.WebhookSigner;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Makes calls; may be used from any thread. */
public final class Switchboard {
    private final World world;
    private final CallRegistry calls;
    private final ScriptLibrary library;
    private final CallListener listener;
    private final WebhookSigner signer;
    private final WebhookPost post;
    private final Set<Switch> defaults;
    private final long seed;
    private final AtomicLong ordinal = new AtomicLong();

    /** A switchboard whose calls all have some switches on. */
    public Switchboard(
            World world,
            CallRegistry calls,
            ScriptLibrary library,
            CallListener listener,
            WebhookSigner signer,
            WebhookPost post,
            Set<Switch> defaults,
            long seed) {
        this.world = world;
        this.calls = calls;
        this.library = library;
        this.listener = listener;
        this.signer = signer;
        this.post = post;
        this.defaults = Set.copyOf(defaults);
        this.seed = seed;
    }

    /** Lets a call ring; empty when too many calls are open already. */
    public Optional<OfferedCall> offer(CallOffer offer) {
        long number = ordinal.incrementAndGet();
        Ids ids = new Ids(seed, number);
        String callId = ids.freshCallId();
        Script script = offer.script().orElseGet(library::nextInTurn).with(defaults);
        String from = offer.from().orElse("+1415555%04d".formatted(number % 10_000));
        long now = world.clock().millis() / 1_000;
        String body = IncomingCallEvent.body(callId, from, offer.to(), now, ids);
        String webhookId = ids.fresh("wh");
        Call call = new Call(callId, from, offer.to(), script, world, ids, listener);
        if (!calls.add(call)) {
            return Optional.empty();
        }
        SignedDelivery delivery = SignedDelivery.of(signer, webhookId, now, body);
        world.loop().execute(call::offer);
        for (int copy = 0; offer.deliver() && copy < offer.copies(); copy++) {
            String id = offer.mixedIds() ? webhookId + "_" + copy : webhookId;
            post.deliver(callId, id, body);
        }
        return Optional.of(new OfferedCall(callId, delivery));
    }
}
