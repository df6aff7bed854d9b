package dev.tandem.node;

import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/** How many nodes this one counts; read at a scrape from the state that it has anyway. */
record ClusterView(Cluster cluster) {

    int up() {
        int up = 0;
        for (Member member : state().getMembers()) {
            up += member.status().equals(MemberStatus.up()) ? 1 : 0;
        }
        return up;
    }

    int unreachable() {
        return state().getUnreachable().size();
    }

    private CurrentClusterState state() {
        return cluster.state();
    }
}
