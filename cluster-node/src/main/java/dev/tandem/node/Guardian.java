package dev.tandem.node;

import dev.tandem.admission.Admission;
import dev.tandem.admission.MajorityFence;
import dev.tandem.admission.Witness;
import dev.tandem.agent.HttpTools;
import dev.tandem.agent.OnceTools;
import dev.tandem.agent.Secrets;
import dev.tandem.agent.ToolExecutor;
import dev.tandem.api.OperatorApi;
import dev.tandem.call.CallCommand;
import dev.tandem.call.CallEntity;
import dev.tandem.call.CallShards;
import dev.tandem.call.CallTools;
import dev.tandem.http.HttpPort;
import dev.tandem.ingress.Ingress;
import dev.tandem.metrics.JournalHealth;
import dev.tandem.metrics.LiveFeed;
import dev.tandem.metrics.Metrics;
import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.journal.CallJournal;
import dev.tandem.persistence.journal.Pulse;
import dev.tandem.persistence.journal.Scrap;
import dev.tandem.persistence.journal.ToolClaims;
import dev.tandem.persistence.projection.summary.Unsettled;
import dev.tandem.persistence.read.Calls;
import dev.tandem.persistence.read.CassandraCalls;
import dev.tandem.persistence.read.CassandraTroubles;
import dev.tandem.persistence.schema.ReadSide;
import dev.tandem.projection.ProjectionMetrics;
import dev.tandem.projection.Projections;
import dev.tandem.realtime.CallControl;
import dev.tandem.realtime.OpenAiCallControl;
import dev.tandem.realtime.RealtimeSession;
import dev.tandem.realtime.Sessions;
import dev.tandem.socket.Sockets;
import dev.tandem.tenant.TenantDirectory;
import dev.tandem.trace.CallTraces;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.management.cluster.bootstrap.ClusterBootstrap;
import org.apache.pekko.management.javadsl.PekkoManagement;
import org.apache.pekko.stream.connectors.cassandra.javadsl.CassandraSessionRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts what a node is made of, in the order in which one part needs another. */
final class Guardian {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private Guardian() {}

    private record CassandraAnswered(Throwable failure) {}

    /** Nothing starts before Cassandra is there with its schema: whatever recovers earlier fails, again and again. */
    static Behavior<Object> create(NodeSettings settings, TenantDirectory tenants, OpenTelemetry telemetry) {
        return Behaviors.setup(context -> {
            openManagement(context.getSystem());
            context.pipeToSelf(
                    CassandraSessionRegistry.get(context.getSystem())
                            .sessionFor("pekko.persistence.cassandra")
                            .underlying(),
                    (session, failure) -> new CassandraAnswered(failure));
            LOG.info("waiting for Cassandra");
            return Behaviors.receive(Object.class)
                    .onMessage(CassandraAnswered.class, answered -> {
                        if (answered.failure() != null) {
                            LOG.error("no Cassandra: {}", answered.failure().getMessage());
                            return Behaviors.stopped();
                        }
                        start(context, settings, tenants, telemetry);
                        return Behaviors.empty();
                    })
                    .build();
        });
    }

    private static void start(
            ActorContext<Object> context, NodeSettings settings, TenantDirectory tenants, OpenTelemetry telemetry) {
        ActorSystem<Void> system = context.getSystem();
        Cluster cluster = Cluster.get(system);
        context.spawn(MemberLog.create(cluster), "member-log");
        join(system, cluster, settings.seeds());
        String node = SessionHostDirectory.nameOf(cluster.selfMember().address().hostPort());

        Prices prices = Prices.of(system.settings().config().getConfig("tandem.prices"));
        LiveFeed feed = new LiveFeed();
        Metrics metrics = new Metrics();
        metrics.node(system.settings().config().getString("pekko.cluster.app-version"), settings.globalLimit());
        ClusterView view = new ClusterView(cluster);
        metrics.members(view::up, view::unreachable);
        MeasuredWrites.of(Adapter.toClassic(system)).measuredBy(metrics.writes());
        CallTraces traces = new CallTraces(telemetry, settings.wordsInTraces(), node);
        MajorityFence fence = new MajorityFence(System::nanoTime);
        context.spawn(Witness.create(fence), "witness");
        JournalFence.of(Adapter.toClassic(system)).follow(fence.lenient());
        Sockets sockets = Sockets.open(settings.sockets(), fence::isOpen);
        CallControl control = new FencedControl(OpenAiCallControl.create(system, settings.control()), fence);
        ClusterSharding sharding = ClusterSharding.get(system);
        JournalHealth journal = new JournalHealth(System::nanoTime);
        metrics.journal(journal);
        Pulse pulse = new Pulse(system, node);
        context.spawn(JournalProbe.create(journal, () -> pulse.beat(Instant.now())), "journal-probe");
        ShardedCalls calls = new ShardedCalls(sharding, journal, fence, feed::shows);

        Slots slots = new Slots(settings.globalLimit(), tenants);
        ActorRef<Admission.Command> admission = ClusterSingleton.get(system)
                .init(SingletonActor.of(
                        Admission.create(new Admission.Links(
                                slots,
                                settings.rollCall(),
                                settings.collecting(),
                                calls::callTheRoll,
                                fence,
                                slots.measuredBy(metrics.calls()))),
                        "admission"));
        ActorRef<Sessions.Command> sessions = context.spawn(
                Sessions.create(
                        new RealtimeSession.Means(
                                settings.realtime(), sockets, control, journal::isWell, metrics.calls(), node),
                        calls::report),
                "sessions");
        // Looked at again after the claim, which may take a while.
        ToolExecutor.Attempts http = new FencedTools(
                new TracedTools(HttpTools.create(system, settings.toolAllowList(), Secrets.ofProcess()), traces),
                fence);
        ToolExecutor.Attempts once = new FencedTools(new OnceTools(http, new ToolClaims(system, node)::claim), fence);
        ActorRef<CallTools.Command> tools =
                context.spawn(CallTools.create(() -> ToolExecutor.create(once, ToolExecutor.Limits.DEFAULT)), "tools");

        CallEntity.Links links = new CallEntity.Links(
                admission,
                SessionHostDirectory.start(context, sessions, cluster),
                tools,
                control,
                tenants::byNumber,
                settings.policy(),
                new MoveNotes(
                        new TracedCalls(new CallReporter(metrics.calls(), feed, prices, node), traces),
                        Projections.start(system, new ProjectionMetrics(metrics.registry())),
                        new Unsettled(new ReadSide(system))),
                fence);
        sharding.init(Entity.of(
                        CallEntity.TYPE,
                        entity -> CallEntity.create(
                                entity.getEntityId(),
                                CallJournal.persistenceId(entity.getEntityId()),
                                entity.getShard(),
                                links))
                .withStopMessage(new CallCommand.Leave())
                .withAllocationStrategy(new CallShards(system.classicSystem())));

        Calls remembered = new CassandraCalls(system, prices);
        Rehearsal.Means rehearsal = new Rehearsal.Means(
                sockets, settings.realtime(), settings.policy(), fence, node, new Scrap(system)::takeOut);
        NodeReadiness readiness = new NodeReadiness(
                system,
                cluster,
                admission,
                calls,
                journal,
                () -> Rehearsal.play(system, rehearsal, settings.rehearseWithin()),
                node);
        metrics.draining(readiness::isLeaving);
        LiveShare share = LiveShare.start(context, node, feed, metrics.calls(), readiness::reasonsAgainst);
        bind(
                system,
                "operator API and console",
                settings.operatorListener(),
                OperatorApi.routes(
                        new OperatorApi.Sources(
                                settings.adminToken(),
                                remembered,
                                new CassandraTroubles(system, Clock.systemUTC()),
                                calls,
                                slots.seenFrom(system, admission),
                                readiness,
                                share.feed(),
                                share,
                                new ClusterNodes(
                                        cluster,
                                        share,
                                        LostNodes.start(context, cluster),
                                        new CallShards.Count(system.classicSystem())),
                                tenants,
                                metrics),
                        system));
        bind(
                system,
                "webhooks",
                settings.publicListener(),
                Ingress.routes(settings.webhooks(), calls, metrics.calls(), Clock.systemUTC(), system));
        system.scheduler()
                .scheduleWithFixedDelay(
                        settings.webhookSecretCheck(),
                        settings.webhookSecretCheck(),
                        settings.webhooks()::lookAgain,
                        system.dispatchers().lookup(DispatcherSelector.blocking()));
        readiness.prove();
        ReadinessCheck.answerBy(system.classicSystem(), readiness);
        Departure.prepare(system, cluster, readiness, sessions, settings.leaveNotice());
        CoordinatedShutdown.get(system).addTask(CoordinatedShutdown.PhaseServiceUnbind(), "end live streams", () -> {
            share.feed().end();
            return CompletableFuture.completedStage(Done.done());
        });
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "close sockets and connections", () -> {
                    sockets.close();
                    metrics.close();
                    return Http.get(system).shutdownAllConnectionPools().thenApply(down -> Done.done());
                });
    }

    /** At once: a node that waits for Cassandra is alive, though not ready, and whoever watches it must be told so. */
    private static void openManagement(ActorSystem<Void> system) {
        if (ClusterSettings.usesDiscovery(system.settings().config())) {
            PekkoManagement.get(system.classicSystem()).start().whenComplete((address, failure) -> {
                if (failure != null) {
                    LOG.error("no management port: {}", failure.getMessage());
                    CoordinatedShutdown.get(system).runAll(new PortTaken());
                }
            });
        }
    }

    /** By discovery where that is configured, else by the seeds; with neither a node is a cluster of its own. */
    private static void join(ActorSystem<Void> system, Cluster cluster, List<String> seeds) {
        if (ClusterSettings.usesDiscovery(system.settings().config())) {
            ClusterBootstrap.get(system.classicSystem()).start();
            return;
        }
        Address self = cluster.selfMember().address();
        cluster.manager()
                .tell(
                        seeds.isEmpty()
                                ? Join.create(self)
                                : new JoinSeedNodes(seeds.stream()
                                        .map(seed -> AddressFromURIString.parse(
                                                self.protocol() + "://" + self.system() + "@" + seed))
                                        .toList()));
    }

    /** A port that cannot be had ends the node: half a node would be worse than none. */
    private static void bind(ActorSystem<Void> system, String what, NodeSettings.Listener listener, Route route) {
        CompletionStage<ServerBinding> bound = HttpPort.bind(system, listener.address(), listener.port(), route);
        bound.whenComplete((binding, failure) -> {
            if (failure == null) {
                LOG.info(
                        "{} on http://{}:{}",
                        what,
                        listener.address(),
                        binding.localAddress().getPort());
            } else {
                LOG.error("no {} on port {}: {}", what, listener.port(), failure.getMessage());
                CoordinatedShutdown.get(system).runAll(new PortTaken());
            }
        });
    }

    private static final class PortTaken implements CoordinatedShutdown.Reason {}
}
