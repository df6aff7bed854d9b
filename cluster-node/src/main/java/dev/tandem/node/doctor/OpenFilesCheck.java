package dev.tandem.node.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalLong;

/** Whether a process of this user may open files enough for the calls it is meant to hold. */
record OpenFilesCheck(OptionalLong limit, Config config) implements Check {

    private static final String SUBJECT = "Open files";

    /** Of a node without calls: jars, connections to Cassandra and other nodes, the ports' clients. */
    private static final long AT_REST = 2_000;

    /** A call's socket, its webhook and REST requests, perhaps a spill file. */
    private static final long PER_CALL = 4;

    static OpenFilesCheck ofProcess(Config config) {
        return new OpenFilesCheck(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                        ? OptionalLong.of(unix.getMaxFileDescriptorCount())
                        : OptionalLong.empty(),
                config);
    }

    @Override
    public List<Finding> look() {
        if (limit.isEmpty()) {
            return List.of(Finding.ok(SUBJECT, "their limit is not known on this system"));
        }
        try {
            // Any node may come to hold every call.
            long needed = AT_REST + PER_CALL * config.getInt("tandem.admission.global-limit");
            return List.of(
                    limit.getAsLong() < needed
                            ? Finding.warn(
                                    SUBJECT,
                                    "at most " + limit.getAsLong() + ", but " + needed
                                            + " may be needed: raise ulimit -n, or LimitNOFILE of the systemd unit.")
                            : Finding.ok(SUBJECT, "at most " + limit.getAsLong() + ", needed " + needed));
        } catch (ConfigException wrong) {
            return List.of(Finding.fail(SUBJECT, wrong.getMessage()));
        }
    }
}
