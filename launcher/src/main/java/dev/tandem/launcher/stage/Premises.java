package dev.tandem.launcher.stage;

import java.util.List;

/** Where the processes of a stage live: by what addresses they find each other, and what a node needs to live there. */
public interface Premises {
    /** Everything on this machine's own address. */
    Premises LOOPBACK = new Premises() {};

    /** The address of Cassandra and the simulator, for the nodes and for us. */
    default String services() {
        return NodePorts.LOOPBACK;
    }

    /** A node's ports here: as chosen, and by what others reach them. */
    default NodePorts lived(int number, NodePorts chosen) {
        return chosen;
    }

    /** What runs a command as a node's, in the same process in the end. */
    default List<String> within(int number, List<String> command) {
        return command;
    }

    /** Options of a node's JVM. */
    default List<String> options(int number, NodePorts lived) {
        return List.of();
    }
}
