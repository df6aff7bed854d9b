package dev.tandem.launcher.faults.arena;

import dev.tandem.launcher.stage.Ports;
import java.util.Map;

/** What a scenario's stage has that the usual one has not, such as a proxy between the nodes. */
public interface StageAlterations {
    /** Nothing. */
    StageAlterations NONE = new StageAlterations() {};

    /** Other ports. */
    default Ports ports(Ports free) {
        return free;
    }

    /** Variables of one node beside those of all. */
    default Map<String, String> variables(int node) {
        return Map.of();
    }
}
