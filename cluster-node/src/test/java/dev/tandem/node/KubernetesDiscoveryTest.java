package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.apache.pekko.discovery.ServiceDiscovery;
import org.junit.jupiter.api.Test;

/** Discovery by the API server is on the class path and told what to look for; the API server itself is not tried here. */
class KubernetesDiscoveryTest {

    @Test
    void pods_are_looked_up_by_the_labels_of_ours() throws Exception {
        Config system = ClusterSettings.of(ConfigFactory.load(ConfigFactory.parseMap(Map.of(
                        "tandem.node.discovery.method", "kubernetes-api",
                        "tandem.node.discovery.service", "voice-tandem",
                        "tandem.node.discovery.port-name", "management",
                        "tandem.node.discovery.pod-labels", "app.kubernetes.io/instance=voice",
                        "tandem.node.host", "10.244.1.7"))
                .withFallback(ConfigFactory.parseResources("application.conf"))));
        String lookup = "pekko.management.cluster.bootstrap.contact-point-discovery.";
        assertThat(system.getString(lookup + "discovery-method")).isEqualTo("kubernetes-api");
        assertThat(system.getString(lookup + "port-name")).isEqualTo("management");
        Config api = system.getConfig("pekko.discovery.kubernetes-api");
        assertThat(api.getString("pod-label-selector")).isEqualTo("app.kubernetes.io/instance=voice");
        // Nodes name themselves by their pods' addresses, which is how they must find themselves.
        assertThat(api.getBoolean("use-raw-ip")).isTrue();
        assertThat(system.getString("pekko.management.http.hostname")).isEqualTo("10.244.1.7");
        assertThat(Class.forName(api.getString("class"))).isAssignableTo(ServiceDiscovery.class);
    }
}
