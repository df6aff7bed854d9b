package dev.tandem.persistence.schema;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code tandem.cassandra}, parsed; a value that cannot be used fails naming its key. */
public record CassandraSettings(
        List<InetSocketAddress> contactPoints,
        String localDatacenter,
        boolean createSchema,
        Optional<Credentials> credentials,
        Optional<CassandraTls> tls) {

    private static final String CONTACT_POINTS = "contact-points";

    /** Who we say we are; the password stays out of every log. */
    public record Credentials(String username, String password) {
        @Override
        public String toString() {
            return "Credentials[" + username + "]";
        }
    }

    public static CassandraSettings of(Config cassandra) {
        return new CassandraSettings(
                contactPoints(cassandra),
                cassandra.getString("local-datacenter"),
                cassandra.getBoolean("create-schema"),
                credentials(cassandra),
                cassandra.getBoolean("tls.enabled")
                        ? Optional.of(CassandraTls.of(cassandra.getConfig("tls")))
                        : Optional.empty());
    }

    private static Optional<Credentials> credentials(Config cassandra) {
        String username = cassandra.getString("username");
        String password = cassandra.getString("password");
        if (username.isBlank() != password.isBlank()) {
            String missing = username.isBlank() ? "username" : "password";
            throw new ConfigException.BadValue(
                    cassandra.origin(), "tandem.cassandra." + missing, "is missing, but the other of the two is there");
        }
        return username.isBlank() ? Optional.empty() : Optional.of(new Credentials(username, password));
    }

    private static List<InetSocketAddress> contactPoints(Config cassandra) {
        String text = cassandra.getString(CONTACT_POINTS);
        List<InetSocketAddress> points = new ArrayList<>();
        for (String point : text.split(",")) {
            int colon = point.lastIndexOf(':');
            try {
                points.add(new InetSocketAddress(
                        point.substring(0, colon).strip(),
                        Integer.parseInt(point.substring(colon + 1).strip())));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new ConfigException.BadValue(
                        cassandra.origin(),
                        "tandem.cassandra." + CONTACT_POINTS,
                        "\"" + text + "\" is not host:port, or several of them separated by commas",
                        e);
            }
        }
        return points;
    }
}
