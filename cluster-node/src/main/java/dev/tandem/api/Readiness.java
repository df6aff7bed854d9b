package dev.tandem.api;

import java.util.List;

/** Whether this node should be sent calls; answers at once, from what it knows. */
@FunctionalInterface
public interface Readiness {

    /** Why not, one sentence each; empty when it is ready. */
    List<String> reasonsAgainst();
}
