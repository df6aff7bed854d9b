package dev.tandem.projection;

import com.typesafe.config.Config;
import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.projection.CallRefresh;
import dev.tandem.persistence.projection.MovedCalls;
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

/** Starts this node's share of what runs after calls: its own calls' projections, and with one node of the cluster the sweep. */
public final class Projections {

    private Projections() {}

    /**
     * Once per node, when Cassandra has answered; settings that cannot be used fail naming their key.
     *
     * @return what is to be told of each of the node's calls that moves
     */
    public static MovedCalls start(ActorSystem<?> system, ProjectionMeter meter) {
        Config config = system.settings().config();
        Prices prices = Prices.of(config.getConfig("tandem.prices"));
        SummarySettings settings = SummarySettings.of(config.getConfig("tandem.summary"));
        ReadSide readSide = new ReadSide(system);
        CallRegistry registry = new CallRegistry(prices);
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

        ShardedDaemonProcess.get(system)
                .init(
                        Sweep.Command.class,
                        "summary-sweep",
                        1,
                        only -> Sweep.create(sweep, settings.sweepEvery()),
                        ShardedDaemonProcessSettings.create(system),
                        Optional.of(new Sweep.Stop()));
        return new MovedCalls(system, refresh, meter);
    }
}
