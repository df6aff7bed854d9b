package dev.tandem.projection;

import com.typesafe.config.Config;
import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.journal.CallTags;
import dev.tandem.persistence.projection.CallRefresh;
import dev.tandem.persistence.projection.Lifecycle;
import dev.tandem.persistence.projection.ProjectionMeter;
import dev.tandem.persistence.projection.registry.CallRegistry;
import dev.tandem.persistence.projection.summary.ResponsesSummarizer;
import dev.tandem.persistence.projection.summary.Summaries;
import dev.tandem.persistence.projection.summary.SummarySettings;
import dev.tandem.persistence.projection.summary.SummaryStore;
import dev.tandem.persistence.projection.summary.SummarySweep;
import dev.tandem.persistence.projection.summary.Unsettled;
import dev.tandem.persistence.schema.ReadSide;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.ShardedDaemonProcessSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import org.apache.pekko.projection.ProjectionBehavior;

/** Starts this node's share of what runs after calls; the cluster spreads slices and sweep over its nodes. */
public final class Projections {

    private Projections() {}

    /** Once per node, when Cassandra has answered; settings that cannot be used fail naming their key. */
    public static void start(ActorSystem<?> system, ProjectionMeter meter) {
        Config config = system.settings().config();
        Prices prices = Prices.of(config.getConfig("tandem.prices"));
        SummarySettings settings = SummarySettings.of(config.getConfig("tandem.summary"));
        ReadSide readSide = new ReadSide(system);
        CallRegistry registry = new CallRegistry(readSide, prices);
        Unsettled unsettled = new Unsettled(readSide);
        Summaries summaries = new Summaries(
                system,
                new ResponsesSummarizer(system, settings),
                new SummaryStore(readSide),
                unsettled,
                registry,
                prices,
                settings,
                meter);
        CallRefresh refresh = new CallRefresh(system, List.of(registry, summaries), meter);
        SummarySweep sweep = new SummarySweep(system, unsettled, summaries, refresh, settings);

        ShardedDaemonProcess daemons = ShardedDaemonProcess.get(system);
        ShardedDaemonProcessSettings sharded = ShardedDaemonProcessSettings.create(system);
        daemons.init(
                ProjectionBehavior.Command.class,
                "call-projections",
                CallTags.SLICES,
                slice -> ProjectionBehavior.create(Lifecycle.of(system, slice, refresh, meter)),
                sharded,
                Optional.of(ProjectionBehavior.stopMessage()));
        daemons.init(
                Sweep.Command.class,
                "summary-sweep",
                1,
                only -> Sweep.create(sweep, settings.sweepEvery()),
                sharded,
                Optional.of(new Sweep.Stop()));
    }
}
