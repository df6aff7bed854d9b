package dev.tandem.persistence.schema;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** {@code tandem.cassandra}, parsed; a value that cannot be used fails naming its key. */
public record CassandraSettings(List<InetSocketAddress> contactPoints, String localDatacenter, boolean createSchema) {

    private static final String CONTACT_POINTS = "contact-points";

    public static CassandraSettings of(Config cassandra) {
        return new CassandraSettings(
                contactPoints(cassandra),
                cassandra.getString("local-datacenter"),
                cassandra.getBoolean("create-schema"));
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
