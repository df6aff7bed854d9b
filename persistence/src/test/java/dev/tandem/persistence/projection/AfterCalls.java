package dev.tandem.persistence.projection;

import com.typesafe.config.ConfigFactory;
import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.projection.registry.CallRegistry;
import dev.tandem.persistence.projection.summary.Summaries;
import dev.tandem.persistence.projection.summary.Summarizer;
import dev.tandem.persistence.projection.summary.SummarySettings;
import dev.tandem.persistence.projection.summary.SummaryStore;
import dev.tandem.persistence.projection.summary.SummarySweep;
import dev.tandem.persistence.projection.summary.Unsettled;
import dev.tandem.persistence.schema.ReadSide;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** Everything that runs after calls, put together as a node does; several can run side by side as several nodes would. */
public final class AfterCalls {

    public static final Prices PRICES =
            Prices.of(ConfigFactory.defaultReference().getConfig("tandem.prices"));

    public final CallRegistry registry;
    public final Summaries summaries;
    public final SummarySweep sweep;
    public final CallRefresh refresh;
    public final MovedCalls moved;

    public AfterCalls(ActorTestKit kit, Summarizer summarizer) {
        this(kit, summarizer, List.of());
    }

    public AfterCalls(ActorTestKit kit, Summarizer summarizer, List<CallProjection> first) {
        ReadSide readSide = new ReadSide(kit.system());
        SummarySettings settings =
                SummarySettings.of(kit.system().settings().config().getConfig("tandem.summary"));
        Unsettled unsettled = new Unsettled(readSide);
        registry = new CallRegistry(PRICES);
        summaries = new Summaries(
                kit.system(),
                summarizer,
                new SummaryStore(readSide),
                unsettled,
                registry,
                PRICES,
                settings,
                ProjectionMeter.NONE);
        List<CallProjection> projections = new ArrayList<>(first);
        projections.add(registry);
        projections.add(summaries);
        refresh = new CallRefresh(kit.system(), projections, ProjectionMeter.NONE);
        moved = new MovedCalls(kit.system(), refresh, ProjectionMeter.NONE);
        sweep = new SummarySweep(kit.system(), unsettled, summaries, refresh, settings);
    }
}
