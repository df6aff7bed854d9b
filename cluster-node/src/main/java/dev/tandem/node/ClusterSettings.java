package dev.tandem.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the nodes speak to each other and find each other, as Pekko wants it told: remoting over TLS where a key store is given, and
 * its cluster bootstrap where a discovery method is.
 */
public final class ClusterSettings {

    private ClusterSettings() {}

    /** The configuration a node's actor system is started with. */
    public static Config of(Config given) throws NodeSettings.Wrong {
        Config config = ConfiguredSecrets.filledIn(given);
        Map<String, Object> pekko = new HashMap<>();
        Config node = config.getConfig("tandem.node");
        if (!node.getString("tls.key-store").isBlank()) {
            tls(node.getConfig("tls"), pekko);
        }
        if (usesDiscovery(config)) {
            discovery(node, pekko);
        }
        return ConfigFactory.parseMap(pekko, "tandem.node").withFallback(config);
    }

    /** Whether nodes find each other by discovery rather than by the list of seeds. */
    public static boolean usesDiscovery(Config config) {
        return !config.getString("tandem.node.discovery.method").isBlank();
    }

    private static void tls(Config tls, Map<String, Object> pekko) throws NodeSettings.Wrong {
        String password = tls.getString("password");
        pekko.put("pekko.remote.artery.transport", "tls-tcp");
        String engine = "pekko.remote.artery.ssl.config-ssl-engine.";
        pekko.put(engine + "key-store", store(tls, "key-store"));
        pekko.put(engine + "trust-store", store(tls, "trust-store"));
        pekko.put(engine + "key-store-password", password);
        pekko.put(engine + "key-password", password);
        pekko.put(engine + "trust-store-password", password);
        pekko.put(engine + "require-mutual-authentication", true);
        pekko.put(engine + "hostname-verification", tls.getBoolean("verify-hostname"));
    }

    private static String store(Config tls, String key) throws NodeSettings.Wrong {
        String file = tls.getString(key);
        if (!Files.isReadable(Path.of(file))) {
            throw new NodeSettings.Wrong("tandem.node.tls." + key, "names \"" + file + "\", which cannot be read.");
        }
        return file;
    }

    private static void discovery(Config node, Map<String, Object> pekko) throws NodeSettings.Wrong {
        Config discovery = node.getConfig("discovery");
        String service = discovery.getString("service");
        String bootstrap = "pekko.management.cluster.bootstrap.contact-point-discovery.";
        pekko.put(bootstrap + "discovery-method", discovery.getString("method"));
        pekko.put(bootstrap + "service-name", service);
        pekko.put(bootstrap + "port-name", discovery.getString("port-name"));
        pekko.put(bootstrap + "required-contact-point-nr", discovery.getInt("required"));
        pekko.put("pekko.management.http.hostname", node.getString("host"));
        pekko.put("pekko.management.http.port", node.getInt("management-port"));
        pekko.put("pekko.management.http.bind-hostname", node.getString("management-interface"));
        pekko.put("pekko.management.health-checks.readiness-checks.tandem", ReadinessCheck.class.getName());
        pekko.put("pekko.discovery.kubernetes-api.pod-label-selector", discovery.getString("pod-labels"));
        // The pods' own addresses, by which nodes name themselves, and no DNS names made from them.
        pekko.put("pekko.discovery.kubernetes-api.use-raw-ip", true);
        pekko.put("pekko.discovery.config.services", Map.of(service, Map.of("endpoints", contacts(discovery))));
    }

    private static List<Map<String, Object>> contacts(Config discovery) throws NodeSettings.Wrong {
        return NodeSettings.addresses("tandem.node.discovery.contacts", discovery.getString("contacts")).stream()
                .map(contact -> contact.split(":"))
                .map(parts -> Map.<String, Object>of("host", parts[0], "port", Integer.parseInt(parts[1])))
                .toList();
    }
}
