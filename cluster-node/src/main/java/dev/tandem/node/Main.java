package dev.tandem.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.tandem.agent.Secrets;
import dev.tandem.tenant.Fault;
import dev.tandem.tenant.TenantDefaults;
import dev.tandem.tenant.TenantDirectory;
import dev.tandem.tenant.TenantFiles;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.remote.RemoteTransportException;

/** Runs one node until SIGTERM; a configuration it cannot start with is said on standard error, exit code 78. */
public final class Main {

    /** EX_CONFIG of sysexits.h. */
    private static final int CONFIGURATION = 78;

    /** EX_UNAVAILABLE of sysexits.h; a port that is taken. */
    private static final int UNAVAILABLE = 69;

    private Main() {}

    public static void main(String[] arguments) {
        try {
            Config config = ConfigFactory.load();
            NodeSettings settings = NodeSettings.of(config);
            if (settings.endWithParent()) {
                EndWithParent.watch();
            }
            TenantDirectory tenants = tenants(settings);
            start(settings, tenants, config);
        } catch (NodeSettings.Wrong wrong) {
            System.err.println("tandem: " + wrong.getMessage());
            System.exit(CONFIGURATION);
        }
    }

    private static void start(NodeSettings settings, TenantDirectory tenants, Config config) throws NodeSettings.Wrong {
        try {
            // Without an agent or an SDK on the class path this is one that does nothing.
            OpenTelemetry telemetry = GlobalOpenTelemetry.get();
            ActorSystem.create(Guardian.create(settings, tenants, telemetry), "tandem", ClusterSettings.of(config));
        } catch (RemoteTransportException taken) {
            System.err.println("tandem: the remoting port " + settings.host() + ":" + settings.remotingPort()
                    + " cannot be had; another node runs there, or the host is not of this machine.");
            System.exit(UNAVAILABLE);
        }
    }

    private static TenantDirectory tenants(NodeSettings settings) {
        TenantDefaults defaults = new TenantDefaults(
                settings.tenantLimit(), settings.globalLimit(), settings.toolAllowList(), Secrets.ofProcess());
        return switch (TenantFiles.read(settings.tenants(), defaults)) {
            case TenantFiles.Loaded(var tenants) -> new TenantDirectory(tenants);
            case TenantFiles.Invalid(var faults) -> {
                System.err.println("tandem: the tenants in " + settings.tenants() + " are not valid:");
                faults.stream().map(Fault::toString).forEach(fault -> System.err.println("  " + fault));
                System.exit(CONFIGURATION);
                yield null;
            }
        };
    }
}
