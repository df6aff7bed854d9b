package dev.tandem.node;

import dev.tandem.admission.Admission;
import dev.tandem.admission.Fence;
import dev.tandem.call.CallCommand;
import dev.tandem.call.CallEntity;
import dev.tandem.call.CallPolicy;
import dev.tandem.call.CallState;
import dev.tandem.call.CallTools;
import dev.tandem.call.CallWatch;
import dev.tandem.http.HttpPort;
import dev.tandem.ingress.CallOffers;
import dev.tandem.ingress.Ingress;
import dev.tandem.ingress.OfferAnswer;
import dev.tandem.metrics.Metrics;
import dev.tandem.persistence.journal.Scrap;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Carrier;
import dev.tandem.protocol.tenant.Tenant;
import dev.tandem.protocol.webhook.StandardWebhooks;
import dev.tandem.realtime.CallControl;
import dev.tandem.realtime.ControlSettings;
import dev.tandem.realtime.OpenAiCallControl;
import dev.tandem.realtime.RealtimeSession;
import dev.tandem.realtime.RealtimeSettings;
import dev.tandem.realtime.Report;
import dev.tandem.realtime.Sessions;
import dev.tandem.socket.Sockets;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;

/**
 * One call through the real code before the first caller: signed webhook, journal, accept, sideband, a turn, a tool, the hang-up. Its
 * provider is a stand-in in this process, its admission grants without a slot, its journal has an id apart and is taken out again,
 * its metrics and live feed are nobody's. What the first caller would pay for, classes loaded and statements prepared, is paid here.
 */
final class Rehearsal extends AbstractBehavior<Rehearsal.Command> {

    private static final String HERE = "127.0.0.1";
    private static final Duration OFFER_WITHIN = Duration.ofSeconds(5);

    /**
     * The node's own parts and settings, as its calls have them.
     *
     * @param takeOut takes the journal of a rehearsed call away again
     */
    record Means(
            Sockets sockets,
            RealtimeSettings realtime,
            CallPolicy policy,
            Fence fence,
            String node,
            Function<String, CompletionStage<?>> takeOut) {}

    sealed interface Command {}

    private record ProviderBound(ServerBinding provider) implements Command {}

    private record WebhooksBound(ServerBinding webhooks) implements Command {}

    private record Answered(int status) implements Command {}

    private record CallOver() implements Command {}

    private record Failed(Throwable why) implements Command {}

    private record TooLate() implements Command {}

    private final ActorSystem<?> system;
    private final Means means;
    private final CompletableFuture<Duration> answeredWithin;
    private final RehearsedCall rehearsed = RehearsedCall.make();
    private final Metrics metrics = new Metrics();
    private ServerBinding provider;
    private ServerBinding webhooks;
    private long sentNanos;
    private Duration answer;
    private boolean over;

    /** Completes with how long the webhook took to be answered, once the call is over; fails when that takes longer than so long. */
    static CompletionStage<Duration> play(ActorSystem<?> system, Means means, Duration within) {
        CompletableFuture<Duration> answeredWithin = new CompletableFuture<>();
        Behavior<Command> behavior = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(new TooLate(), within);
            return new Rehearsal(context, means, answeredWithin);
        }));
        system.systemActorOf(behavior, "rehearsal-" + Long.toHexString(System.nanoTime()), Props.empty());
        return answeredWithin;
    }

    private Rehearsal(ActorContext<Command> context, Means means, CompletableFuture<Duration> answeredWithin) {
        super(context);
        this.system = context.getSystem();
        this.means = means;
        this.answeredWithin = answeredWithin;
        context.pipeToSelf(
                RehearsedProvider.start(system),
                (bound, failure) -> failure == null ? new ProviderBound(bound) : new Failed(failure));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onSignal(PostStop.class, stopped -> {
                    leaveNothing();
                    return this;
                })
                .onAnyMessage(this::onCommand)
                .build();
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case ProviderBound(ServerBinding bound) -> {
                provider = bound;
                getContext()
                        .pipeToSelf(
                                webhooksFor(callOn(bound.localAddress().getPort())),
                                (hooks, failure) -> failure == null ? new WebhooksBound(hooks) : new Failed(failure));
            }
            case WebhooksBound(ServerBinding bound) -> {
                webhooks = bound;
                offer("http://" + HERE + ":" + bound.localAddress().getPort() + Ingress.PATHS.getFirst());
            }
            case Answered(int status) -> {
                answer = Duration.ofNanos(System.nanoTime() - sentNanos);
                return status == 200
                        ? endedWhenBoth()
                        : ended(new IllegalStateException("its webhook was answered " + status));
            }
            case CallOver() -> {
                over = true;
                return endedWhenBoth();
            }
            case Failed(Throwable why) -> {
                return ended(why);
            }
            case TooLate() -> {
                return ended(new IllegalStateException("it did not end in time"));
            }
        }
        return this;
    }

    private Behavior<Command> endedWhenBoth() {
        return over && answer != null ? ended(null) : this;
    }

    private Behavior<Command> ended(Throwable failure) {
        if (failure == null) {
            answeredWithin.complete(answer);
        } else {
            answeredWithin.completeExceptionally(failure);
        }
        return Behaviors.stopped();
    }

    private void leaveNothing() {
        for (ServerBinding bound : new ServerBinding[] {webhooks, provider}) {
            if (bound != null) {
                bound.unbind();
            }
        }
        metrics.close();
        means.takeOut().apply(rehearsed.callId()).whenComplete((done, failure) -> {
            if (failure != null) {
                system.log().warn("a rehearsal is left in the journal: {}", failure.toString());
            }
        });
        // A system that ends before the call does.
        answeredWithin.completeExceptionally(new IllegalStateException("the node ends"));
    }

    private void offer(String url) {
        sentNanos = System.nanoTime();
        getContext()
                .pipeToSelf(
                        Http.get(system).singleRequest(rehearsed.webhook(url, Instant.now())), (response, failure) -> {
                            if (failure != null) {
                                return new Failed(failure);
                            }
                            response.discardEntityBytes(system);
                            return new Answered(response.status().intValue());
                        });
    }

    private CompletionStage<ServerBinding> webhooksFor(ActorRef<CallCommand> call) {
        CallOffers offers = offer -> AskPattern.<CallCommand, CallCommand.OfferAnswer>ask(
                        call,
                        replyTo -> new CallCommand.Offer(
                                new CallEvent.CallOffered(
                                        Instant.now(),
                                        Carrier.OPENAI_SIP,
                                        offer.from(),
                                        offer.to(),
                                        offer.headers(),
                                        offer.deliveryId(),
                                        offer.createdAt()),
                                replyTo),
                        OFFER_WITHIN,
                        system.scheduler())
                .thenApply(answered -> new OfferAnswer.Durable(answered.first()));
        StandardWebhooks signatures = new StandardWebhooks(List.of(rehearsed.secret()));
        return HttpPort.bind(
                system,
                HERE,
                0,
                Ingress.rehearsed(() -> signatures, offers, metrics.calls(), Clock.systemUTC(), system));
    }

    /** The call's entity, not sharded, with everything that it reaches. */
    private ActorRef<CallCommand> callOn(int port) {
        ActorContext<Command> context = getContext();
        URI base = URI.create("http://" + HERE + ":" + port + "/v1");
        CallControl control = OpenAiCallControl.create(
                system, new ControlSettings(base, "rehearsal", Optional.empty(), OFFER_WITHIN));
        CallSeat seat = new CallSeat();
        ActorRef<Sessions.Command> sessions = context.spawn(
                Sessions.create(
                        new RealtimeSession.Means(
                                means.realtime()
                                        .with(URI.create("ws://" + HERE + ":" + port + "/v1/realtime"), "rehearsal"),
                                means.sockets(),
                                control,
                                () -> true,
                                metrics.calls(),
                                means.node()),
                        (callId, report) -> seat.tell(report)),
                "sessions");
        ActorRef<CallTools.Command> tools = context.spawn(Behaviors.<CallTools.Command>ignore(), "tools");
        Tenant tenant = rehearsed.tenant();
        CallEntity.Links links = new CallEntity.Links(
                context.spawn(granting(), "admission"),
                node -> sessions,
                tools,
                control,
                number -> Optional.of(tenant),
                means.policy(),
                new UntilTheEnd(context.getSelf()),
                means.fence());
        seat.call = context.spawn(
                CallEntity.create(
                        rehearsed.callId(),
                        Scrap.persistenceId(rehearsed.callId()),
                        context.spawn(Behaviors.<ClusterSharding.ShardCommand>ignore(), "shard"),
                        links),
                "call");
        return seat.call;
    }

    /** Where the call is, for its session, which is made first. */
    private static final class CallSeat {
        private volatile ActorRef<CallCommand> call;

        private void tell(Report report) {
            call.tell(new CallCommand.FromSession(report));
        }
    }

    private static Behavior<Admission.Command> granting() {
        return Behaviors.receiveMessage(command -> {
            if (command instanceof Admission.Reserve reserve) {
                reserve.replyTo().tell(new Admission.Answer.Granted(reserve.callId(), reserve.attempt()));
            }
            return Behaviors.same();
        });
    }

    private record UntilTheEnd(ActorRef<Command> rehearsal) implements CallWatch {

        @Override
        public void saw(String callId, String tenant, CallEvent event) {
            if (event instanceof CallEvent.CallEnded) {
                rehearsal.tell(new CallOver());
            }
        }

        @Override
        public void left(String callId) {}

        @Override
        public void tookUp(String callId, CallState state) {}
    }
}
