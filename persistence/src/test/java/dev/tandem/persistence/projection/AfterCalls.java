package dev.tandem.persistence.projection;

import com.typesafe.config.ConfigFactory;
import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.journal.CallTags;
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
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.projection.ProjectionBehavior;

/** Everything that runs after calls, put together as a node does; several can run side by side as several nodes would. */
public final class AfterCalls {

    public static final Prices PRICES =
            Prices.of(ConfigFactory.defaultReference().getConfig("tandem.prices"));

    public final CallRegistry registry;
    public final Summaries summaries;
    public final SummarySweep sweep;
    public final CallRefresh refresh;

    private final ActorTestKit kit;
    private final List<ActorRef<ProjectionBehavior.Command>> daemons = new ArrayList<>();

    public AfterCalls(ActorTestKit kit, Summarizer summarizer) {
        this(kit, summarizer, List.of());
    }

    public AfterCalls(ActorTestKit kit, Summarizer summarizer, List<CallProjection> first) {
        this.kit = kit;
        ReadSide readSide = new ReadSide(kit.system());
        SummarySettings settings =
                SummarySettings.of(kit.system().settings().config().getConfig("tandem.summary"));
        Unsettled unsettled = new Unsettled(readSide);
        registry = new CallRegistry(readSide, PRICES);
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
        sweep = new SummarySweep(kit.system(), unsettled, summaries, refresh, settings);
    }

    /** Starts the projection of every slice. */
    public void start() {
        for (int slice = 0; slice < CallTags.SLICES; slice++) {
            daemons.add(kit.spawn(
                    ProjectionBehavior.create(Lifecycle.of(kit.system(), slice, refresh, ProjectionMeter.NONE))));
        }
    }

    /** Stops them, offsets stored. */
    public void stop() {
        daemons.forEach(daemon -> daemon.tell(ProjectionBehavior.stopMessage()));
        daemons.forEach(daemon -> kit.createTestProbe().expectTerminated(daemon));
        daemons.clear();
    }
}
