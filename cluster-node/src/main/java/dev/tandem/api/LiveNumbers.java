package dev.tandem.api;

import dev.tandem.metrics.Activity;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The calls of the whole cluster in numbers. */
public interface LiveNumbers {

    /**
     * Of all nodes that answered.
     *
     * @param active running or stopping, by tenant
     * @param accepted since the start of each node
     * @param rejected since the start of each node
     */
    record Now(Map<String, Integer> active, long accepted, long rejected) {}

    CompletionStage<Now> now();

    /** What the nodes that answer did in the last hour: the minutes in which anything happened, oldest first. */
    CompletionStage<List<Activity.Minute>> lastHour();
}
