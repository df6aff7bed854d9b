package dev.tandem.launcher.stage;

import dev.tandem.cassandra.CommitLog;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What shall run.
 *
 * @param home the repository
 * @param folder where it keeps logs and data
 * @param ports as many nodes as it has ports for
 * @param speed of the simulator, times faster than people talk
 * @param dialogues a file of conversations, else the built-in ones
 * @param limits of admission
 * @param tenants who is called, each with the most calls at one time
 * @param variables what one node gets beside what all of them get
 * @param premises where its processes live
 * @param commitLog what a write is worth that Cassandra acknowledged
 */
public record StagePlan(
        Path home,
        StageFolder folder,
        Ports ports,
        Secrets secrets,
        double speed,
        Optional<Path> dialogues,
        Limits limits,
        Map<SampleTenant, Integer> tenants,
        NodeVariables variables,
        Premises premises,
        CommitLog commitLog) {
    /** With the usual tenants, and nodes that are all alike, on this machine's own address. */
    public StagePlan(
            Path home,
            StageFolder folder,
            Ports ports,
            Secrets secrets,
            double speed,
            Optional<Path> dialogues,
            Limits limits) {
        this(
                home,
                folder,
                ports,
                secrets,
                speed,
                dialogues,
                limits,
                usual(limits),
                NodeVariables.NONE,
                Premises.LOOPBACK,
                CommitLog.QUICK);
    }

    /** The same with variables of their own for its nodes. */
    public StagePlan with(NodeVariables own) {
        return new StagePlan(home, folder, ports, secrets, speed, dialogues, limits, tenants, own, premises, commitLog);
    }

    /** The simulator's host and port. */
    String simulator() {
        return premises.services() + ":" + ports.simulator();
    }

    private static Map<SampleTenant, Integer> usual(Limits limits) {
        Map<SampleTenant, Integer> tenants = new LinkedHashMap<>();
        SampleTenant.ALL.forEach(tenant -> tenants.put(tenant, limits.perTenant()));
        return tenants;
    }
}
