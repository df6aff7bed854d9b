package dev.tandem.node.doctor;

import com.datastax.oss.driver.api.core.DriverException;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.tandem.persistence.schema.SchemaSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether Cassandra answers as the node would ask it, has the schema, and keeps copies enough. */
record CassandraCheck(Config config, Clocks clocks) implements Check {

    private static final String SUBJECT = "Cassandra";
    private static final String SCHEMA = "Schema";
    private static final int MEANT = 3;

    @Override
    public List<Finding> look() {
        String where = config.getString("tandem.cassandra.contact-points");
        try (SchemaSession session = SchemaSession.open(config)) {
            Map<String, Long> datacenters = session.datacenters();
            String ours = config.getString("tandem.cassandra.local-datacenter");
            if (!datacenters.containsKey(ours)) {
                return List.of(Finding.fail(
                        SUBJECT,
                        where + " answers, but has no datacenter " + ours + ", only "
                                + String.join(", ", datacenters.keySet()) + ": set TANDEM_CASSANDRA_DATACENTER."));
            }
            long nodes = datacenters.get(ours);
            clocks.compare("Cassandra", session::time);
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.ok(SUBJECT, where + " answers; nodes in " + ours + ": " + nodes));
            findings.add(schema(session));
            copies(session, nodes).ifPresent(findings::add);
            return findings;
        } catch (ConfigException wrong) {
            return List.of(Finding.fail(SUBJECT, wrong.getMessage()));
        } catch (SchemaSession.Unreachable unreachable) {
            return List.of(Finding.fail(
                    SUBJECT,
                    where + " cannot be used: " + unreachable.getMessage()
                            + ". Does Cassandra run, is the way open, and are the TANDEM_CASSANDRA variables right?"));
        } catch (DriverException failed) {
            return List.of(Finding.fail(SUBJECT, where + " answers, but not as it should: " + failed.getMessage()));
        }
    }

    private Finding schema(SchemaSession session) {
        List<String> missing = session.missingTables();
        if (missing.isEmpty()) {
            return Finding.ok(SCHEMA, "every table is there");
        }
        String advice = config.getBoolean("tandem.cassandra.create-schema")
                ? "; the node creates it when it starts"
                : "; run bin/tandem-schema, or the CQL files by hand (docs/configuration.md)";
        String text = missing.size() + " tables are missing, " + missing.getFirst() + " for one" + advice;
        return config.getBoolean("tandem.cassandra.create-schema")
                ? Finding.warn(SCHEMA, text)
                : Finding.fail(SCHEMA, text);
    }

    private static Optional<Finding> copies(SchemaSession session, long nodes) {
        return session.copies().entrySet().stream()
                .filter(keyspace -> keyspace.getValue() < MEANT)
                .findFirst()
                .map(few -> few.getValue() == 0
                        ? Finding.fail(
                                SCHEMA,
                                few.getKey()
                                        + " keeps no copy in our datacenter; is TANDEM_CASSANDRA_DATACENTER right?")
                        : Finding.warn(
                                SCHEMA,
                                few.getKey() + " keeps copies: " + few.getValue() + ", on nodes: " + nodes
                                        + ". The loss of one may stop new calls; " + MEANT
                                        + " are meant (ALTER KEYSPACE, then nodetool repair)."));
    }
}
