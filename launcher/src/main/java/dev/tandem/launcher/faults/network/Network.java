package dev.tandem.launcher.faults.network;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.stage.Premises;
import java.util.function.Consumer;

/** What lies between the nodes of a stage, and can be cut. Cuts add up until {@link #heal()}; nobody is told of one, packets are lost. */
public interface Network extends AutoCloseable {

    /** Where the nodes must live for it. */
    Premises premises();

    /** How it is made, in a word. */
    String kind();

    /** Nothing passes between a node and its peers; it still reaches Cassandra and the provider, and they reach it. */
    void cut(int node);

    /** Nothing passes between a node and anybody: its peers, Cassandra, the provider. */
    void isolate(int node);

    /** Nothing that a node says reaches its peers; what they say reaches it. */
    void cutOneWay(int node);

    /** Whether {@link #isolate} is possible. */
    boolean isolates();

    /** Everything passes again. */
    void heal();

    /** Takes it down; the stage must have ended. */
    @Override
    void close();

    /** The best one that this machine allows. */
    static Network between(int nodes, Consumer<String> notice) {
        try {
            return Namespaces.open(nodes);
        } catch (Unable why) {
            notice.accept(
                    "No network namespaces (" + why.getMessage() + "): cuts are made by a proxy between the nodes.");
            return Proxies.open(nodes);
        }
    }
}
