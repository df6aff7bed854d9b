package dev.tandem.persistence.schema;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.apache.pekko.stream.connectors.cassandra.DriverConfigLoaderFromConfig;

/**
 * A short connection of an operator's command, which looks at the schema or creates it. Unlike a node it does not wait for a
 * Cassandra that is not there; every method blocks.
 */
public final class SchemaSession implements AutoCloseable {

    private static final Config IN_A_HURRY = ConfigFactory.parseString("""
            advanced.reconnect-on-init = false
            advanced.connection.connect-timeout = 5s
            advanced.connection.init-query-timeout = 5s
            advanced.control-connection.timeout = 5s
            """);

    private final CqlSession session;
    private final String datacenter;

    private SchemaSession(CqlSession session, String datacenter) {
        this.session = session;
        this.datacenter = datacenter;
    }

    /** Cassandra cannot be used; the message is part of a sentence. */
    public static final class Unreachable extends Exception {

        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Opens the connection that a node of this configuration would open. */
    public static SchemaSession open(Config config) throws Unreachable {
        CassandraSettings settings = CassandraSettings.of(config.getConfig("tandem.cassandra"));
        Config driver = IN_A_HURRY.withFallback(config.getConfig("datastax-java-driver"));
        try {
            return new SchemaSession(
                    CassandraConnection.builder(
                                    CqlSession.builder(), settings, DriverConfigLoaderFromConfig.fromConfig(driver))
                            .build(),
                    settings.localDatacenter());
        } catch (AllNodesFailedException refused) {
            throw new Unreachable(why(refused), refused);
        }
    }

    /** Creates every keyspace and table that is not there; what is there stays as it is. */
    public void create(int copies) {
        for (SimpleStatement statement : Schema.all(datacenter, copies)) {
            session.execute(statement);
        }
    }

    /** The tables that ought to be there and are not, as {@code keyspace.table}. */
    public List<String> missingTables() {
        return Schema.tables().stream().filter(table -> !isThere(table)).toList();
    }

    /** Keyspace to the copies that it keeps in our datacenter, of those of our keyspaces that are there. */
    public Map<String, Integer> copies() {
        Map<String, Integer> copies = new TreeMap<>();
        for (String table : Schema.tables()) {
            String keyspace = table.substring(0, table.indexOf('.'));
            keyspace(keyspace)
                    .ifPresent(there -> copies.put(
                            keyspace, Integer.parseInt(there.getReplication().getOrDefault(datacenter, "0"))));
        }
        return copies;
    }

    /** Datacenter to the number of its nodes. */
    public Map<String, Long> datacenters() {
        return session.getMetadata().getNodes().values().stream()
                .collect(Collectors.groupingBy(
                        node -> String.valueOf(node.getDatacenter()), TreeMap::new, Collectors.counting()));
    }

    /** What time it is on the Cassandra node that answers. */
    public Instant time() {
        Row row = session.execute("SELECT toTimestamp(now()) AS at FROM system.local")
                .one();
        return row.getInstant("at");
    }

    /** The driver's many exceptions in the words of who has to act. */
    private static String why(AllNodesFailedException refused) {
        Throwable root = refused.getAllErrors().values().stream()
                .flatMap(List::stream)
                .findFirst()
                .orElse(refused);
        while (root.getCause() != null
                && !(root instanceof AuthenticationException)
                && !(root instanceof SSLException)) {
            root = root.getCause();
        }
        return switch (root) {
            case AuthenticationException credentials -> "it refuses the user name or the password";
            case SSLException tls -> "TLS fails, " + tls.getMessage();
            // The driver tells a refused connection so, too.
            case ClosedChannelException nobody -> "nobody listens there, or whoever does hangs up";
            case ConnectException nobody -> "nobody listens there";
            case UnresolvedAddressException unknown -> "there is no such host";
            default ->
                "nobody answers there as Cassandra would"
                        + (root.getMessage() == null ? "" : " (" + root.getMessage() + ")");
        };
    }

    private boolean isThere(String table) {
        int dot = table.indexOf('.');
        return keyspace(table.substring(0, dot))
                .flatMap(keyspace -> keyspace.getTable(CqlIdentifier.fromCql(table.substring(dot + 1))))
                .isPresent();
    }

    private Optional<KeyspaceMetadata> keyspace(String name) {
        return session.getMetadata().getKeyspace(name);
    }

    @Override
    public void close() {
        session.close();
    }
}
