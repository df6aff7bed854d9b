package dev.tandem.api;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The nodes of the cluster as this one sees them. */
public interface Nodes {

    /**
     * One node. What it has not told lately is null.
     *
     * @param node host and port of remoting
     * @param status joining, up, leaving, exiting, down; or lost: it was removed because nothing was heard of it, within the last quarter of an hour
     * @param reachable whether it is heard of
     * @param version of the build it runs
     * @param self whether it is the node that answers
     * @param admission whether it decides on admission
     * @param ready whether it takes calls; {@code reasons} says why not
     * @param calls going on there, as far as this node knows
     * @param shards of calls it holds
     * @param cpu the share of its machine's processors that it uses
     * @param since when it started; of a lost one, when it was removed
     */
    record Node(
            String node,
            String status,
            boolean reachable,
            String version,
            boolean self,
            boolean admission,
            Boolean ready,
            List<String> reasons,
            Integer calls,
            Integer shards,
            Double cpu,
            Long heapUsed,
            Long heapMax,
            Instant since) {}

    /** In the order of their addresses. */
    CompletionStage<List<Node>> now();
}
