package dev.tandem.simulator.control;

import dev.tandem.simulator.call.Call;
import dev.tandem.simulator.call.CallRegistry;
import dev.tandem.simulator.call.SessionListener;
import dev.tandem.simulator.call.World;
import dev.tandem.simulator.caller.Script;
import dev.tandem.simulator.caller.ScriptLibrary;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.event.Ids;
import dev.tandem.simulator.fault.Fault;
import dev.tandem.simulator.fault.FaultKind;
import dev.tandem.simulator.fault.Faults;
import dev.tandem.simulator.json.Json;
import dev.tandem.simulator.webhook.IncomingCallEvent;
import dev.tandem.simulator.webhook.SignedDelivery;
import dev.tandem.simulator.webhook.WebhookPost;
import dev.tandem.simulator.webhook.WebhookSigner;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Makes calls; lives on the event loop. */
public final class Switchboard {
    private final World world;
    private final CallRegistry calls;
    private final ScriptLibrary library;
    private final SessionListener listener;
    private final WebhookSigner signer;
    private final WebhookPost post;
    private final Faults faults;
    private final Set<Switch> defaults;
    private final long seed;
    private long ordinal;

    /** A switchboard whose calls all have some switches on. */
    public Switchboard(
            World world,
            CallRegistry calls,
            ScriptLibrary library,
            SessionListener listener,
            WebhookSigner signer,
            WebhookPost post,
            Faults faults,
            Set<Switch> defaults,
            long seed) {
        this.world = world;
        this.calls = calls;
        this.library = library;
        this.listener = listener;
        this.signer = signer;
        this.post = post;
        this.faults = faults;
        this.defaults = Set.copyOf(defaults);
        this.seed = seed;
    }

    /** Lets a call ring; empty when too many calls are open already. */
    public Optional<OfferedCall> offer(CallOffer offer) {
        if (offer.callId().flatMap(calls::find).isPresent()) {
            throw new IllegalArgumentException(
                    "call_id: there is a call " + offer.callId().get() + " already");
        }
        long number = ++ordinal;
        Ids ids = new Ids(seed, number);
        String callId = offer.callId().orElseGet(ids::freshCallId);
        Script script = offer.script().orElseGet(library::nextInTurn).with(defaults);
        String from = offer.from().orElse("+1415555%04d".formatted(number % 10_000));
        long now = world.clock().millis() / 1_000;
        String body = IncomingCallEvent.body(callId, from, offer.to(), now, ids);
        String webhookId = ids.fresh("wh");
        Call call = new Call(callId, number, from, offer.to(), script, world, ids, listener);
        if (!calls.add(call)) {
            return Optional.empty();
        }
        List<String> webhookIds = IntStream.range(0, offer.copies())
                .mapToObj(copy -> offer.mixedIds() ? webhookId + "_" + copy : webhookId)
                .toList();
        call.offer();
        if (offer.deliver()) {
            webhookIds.forEach(id -> send(call, id, body));
        }
        return Optional.of(new OfferedCall(
                callId,
                webhookIds.stream()
                        .map(id -> SignedDelivery.of(signer, id, now, body))
                        .toList()));
    }

    private void send(Call call, String webhookId, String body) {
        if (happens(FaultKind.WEBHOOK_LOST, call).isPresent()) {
            return;
        }
        if (happens(FaultKind.WEBHOOK_TWICE, call).isPresent()) {
            post.deliver(call.id(), webhookId, body);
        }
        Optional<Fault> late = happens(FaultKind.WEBHOOK_LATE, call);
        if (late.isPresent()) {
            world.loop()
                    .schedule(
                            () -> post.deliver(call.id(), webhookId, body),
                            late.get().afterMs(),
                            TimeUnit.MILLISECONDS);
        } else if (happens(FaultKind.WEBHOOK_BAD_SIGNATURE, call).isPresent()) {
            post.deliver(call.id(), webhookId, body, WebhookPost.Flaw.BAD_SIGNATURE);
        } else if (happens(FaultKind.WEBHOOK_STALE, call).isPresent()) {
            post.deliver(call.id(), webhookId, body, WebhookPost.Flaw.STALE);
        } else {
            post.deliver(call.id(), webhookId, body);
        }
    }

    private Optional<Fault> happens(FaultKind kind, Call call) {
        Optional<Fault> fault = faults.take(kind, call.id());
        fault.ifPresent(any -> call.note("fault", Json.object().put("fault", kind.label())));
        return fault;
    }
}
