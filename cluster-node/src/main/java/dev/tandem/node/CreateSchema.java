package dev.tandem.node;

import com.datastax.oss.driver.api.core.DriverException;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.tandem.persistence.schema.SchemaSession;

/** The command {@code schema}: creates every keyspace and table that is not there, with so many copies, and ends. */
public final class CreateSchema {

    private static final int UNAVAILABLE = 69;
    private static final int USAGE = 64;
    private static final int CONFIGURATION = 78;
    private static final int MOST_COPIES = 9;

    private CreateSchema() {}

    public static void main(String[] arguments) {
        int copies = arguments.length == 2 && arguments[0].equals("--copies") && arguments[1].matches("[1-9]")
                ? Integer.parseInt(arguments[1])
                : 0;
        if (copies == 0) {
            System.err.println("Usage: schema --copies N, from 1 to " + MOST_COPIES
                    + " in the datacenter TANDEM_CASSANDRA_DATACENTER; 3 is meant.");
            System.exit(USAGE);
        }
        System.exit(create(copies));
    }

    private static int create(int copies) {
        try {
            Config config = ConfiguredSecrets.filledIn(ConfigFactory.load());
            try (SchemaSession session = SchemaSession.open(config)) {
                session.create(copies);
                System.out.println("tandem: every keyspace and table is there.");
                return 0;
            }
        } catch (NodeSettings.Wrong | ConfigException wrong) {
            System.err.println("tandem: " + wrong.getMessage());
            return CONFIGURATION;
        } catch (SchemaSession.Unreachable refused) {
            System.err.println("tandem: Cassandra cannot be used: " + refused.getMessage() + ".");
            return UNAVAILABLE;
        } catch (DriverException failed) {
            System.err.println("tandem: Cassandra did not do it: " + failed.getMessage());
            return UNAVAILABLE;
        }
    }
}
