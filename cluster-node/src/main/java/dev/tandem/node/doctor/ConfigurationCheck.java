package dev.tandem.node.doctor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.tandem.agent.Secrets;
import dev.tandem.node.ClusterSettings;
import dev.tandem.node.NodeSettings;
import dev.tandem.persistence.schema.CassandraSettings;
import dev.tandem.tenant.Fault;
import dev.tandem.tenant.TenantDefaults;
import dev.tandem.tenant.TenantFiles;
import java.util.ArrayList;
import java.util.List;

/** Whether a node would start with this configuration and these tenants. */
record ConfigurationCheck(Config config) implements Check {

    private static final String SUBJECT = "Configuration";
    private static final String TENANTS = "Tenants";

    /** More faults than these are counted only. */
    private static final int SHOWN = 20;

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        try {
            NodeSettings settings = NodeSettings.of(config);
            CassandraSettings.of(ClusterSettings.of(config).getConfig("tandem.cassandra"));
            findings.add(Finding.ok(SUBJECT, "every key can be used"));
            findings.add(neighbours(settings));
            findings.addAll(tenants(settings));
        } catch (NodeSettings.Wrong | ConfigException wrong) {
            findings.add(Finding.fail(SUBJECT, wrong.getMessage() + " (docs/configuration.md)"));
        }
        return findings;
    }

    private Finding neighbours(NodeSettings settings) {
        if (ClusterSettings.usesDiscovery(config)) {
            return Finding.ok(
                    "Cluster",
                    "nodes are found by " + config.getString("tandem.node.discovery.method") + "; a new cluster needs "
                            + config.getInt("tandem.node.discovery.required"));
        }
        return settings.seeds().isEmpty()
                ? Finding.warn(
                        "Cluster",
                        "this node is a cluster of its own: never let two such nodes share one Cassandra. Set TANDEM_SEEDS or"
                                + " TANDEM_DISCOVERY for several.")
                : Finding.ok("Cluster", "joins at " + String.join(", ", settings.seeds()));
    }

    private List<Finding> tenants(NodeSettings settings) {
        TenantDefaults defaults = new TenantDefaults(
                settings.tenantLimit(), settings.globalLimit(), settings.toolAllowList(), Secrets.ofProcess());
        return switch (TenantFiles.read(settings.tenants(), defaults)) {
            case TenantFiles.Loaded(var tenants) ->
                List.of(Finding.ok(TENANTS, tenants.size() + " in " + settings.tenants()));
            case TenantFiles.Invalid(var faults) -> {
                List<Finding> findings = new ArrayList<>();
                faults.stream()
                        .limit(SHOWN)
                        .map(Fault::toString)
                        .forEach(fault -> findings.add(Finding.fail(TENANTS, fault)));
                if (faults.size() > SHOWN) {
                    findings.add(Finding.fail(TENANTS, faults.size() - SHOWN + " more faults"));
                }
                yield findings;
            }
        };
    }
}
