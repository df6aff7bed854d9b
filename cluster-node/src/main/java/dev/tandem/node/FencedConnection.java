package dev.tandem.node;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import dev.tandem.persistence.schema.CassandraConnection;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.connectors.cassandra.CqlSessionProvider;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;

/**
 * This node's session with Cassandra, silent while another node may write in its place. {@link FencedJournal} looks when a write is
 * issued; a process that is stopped between that and the socket would send it when it wakes.
 */
public final class FencedConnection implements CqlSessionProvider {

    private final CassandraConnection connection;

    /** Made by Pekko, by name. */
    public FencedConnection(ActorSystem system, Config config) {
        this.connection = new CassandraConnection(system, config, JournalFence.of(system)::isOpen);
    }

    @Override
    public Future<CqlSession> connect(ExecutionContext executionContext) {
        return connection.connect(executionContext);
    }
}
