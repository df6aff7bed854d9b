package dev.tandem.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import dev.tandem.agent.DevelopmentHosts;
import dev.tandem.agent.Secrets;
import dev.tandem.node.NodeSettings;
import dev.tandem.tenant.TenantDefaults;
import dev.tandem.tenant.TenantFiles;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ports, probes and environment of the manifests are those that the node's own configuration gives them a meaning. */
class NodeConfigurationTest {

    private static final String POD_ADDRESS = "10.244.1.7";

    @TempDir
    Path machine;

    @ParameterizedTest
    @MethodSource("dev.tandem.helm.Chart#variants")
    void the_node_listens_on_the_ports_the_container_names(String variant) {
        Config node = configuration(environment(container(variant)));
        Map<String, Integer> named = new LinkedHashMap<>();
        for (ContainerPort port : container(variant).getPorts()) {
            named.put(port.getName(), port.getContainerPort());
        }
        assertThat(named)
                .isEqualTo(Map.of(
                        "public", node.getInt("tandem.node.public.port"),
                        "operator", node.getInt("tandem.node.operator.port"),
                        "management", node.getInt("tandem.node.management-port"),
                        "remoting", node.getInt("tandem.node.remoting-port")));
        assertThat(node.getString("tandem.node.host")).isEqualTo(POD_ADDRESS);
        for (String listener : List.of("public.interface", "operator.interface", "management-interface")) {
            assertThat(node.getString("tandem.node." + listener))
                    .as("reachable from outside the pod")
                    .isEqualTo("0.0.0.0");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tandem.helm.Chart#variants")
    void probes_ask_the_management_port_which_only_discovery_opens(String variant) {
        Config whole = ConfigFactory.load();
        String checks = "pekko.management.health-checks.";
        Container container = container(variant);
        assertThat(configuration(environment(container)).getString("tandem.node.discovery.method"))
                .isIn("kubernetes-api", "pekko-dns");
        assertAsks(container.getStartupProbe(), whole.getString(checks + "liveness-path"));
        assertAsks(container.getLivenessProbe(), whole.getString(checks + "liveness-path"));
        assertAsks(container.getReadinessProbe(), whole.getString(checks + "readiness-path"));
        assertThat(container.getReadinessProbe().getTimeoutSeconds())
                .isGreaterThan((int) whole.getDuration(checks + "check-timeout").toSeconds());
    }

    @ParameterizedTest
    @MethodSource("dev.tandem.helm.Chart#variants")
    void every_variable_is_one_the_node_reads(String variant) throws Exception {
        Set<String> known =
                all("\\$\\{\\?([A-Z][A-Z0-9_]*)}", Path.of("../cluster-node/src/main/resources/reference.conf"));
        known.addAll(all("\\$\\{\\?([A-Z][A-Z0-9_]*)}", Path.of("../persistence/src/main/resources/reference.conf")));
        known.addAll(all("\\$\\{([A-Z][A-Z0-9_]*)[:}]", Path.of("../cluster-node/src/main/resources/logback.xml")));
        known.addAll(all("\\$\\{([A-Z][A-Z0-9_]*):", Path.of("../cluster-node/src/main/distribution/bin/options")));
        assertThat(environment(container(variant)).keySet()).isSubsetOf(known).doesNotHaveDuplicates();
        assertThat(known).contains("TANDEM_HOST", "TANDEM_CASSANDRA", "LOG_FORMAT", "TANDEM_JVM_OPTIONS");
    }

    @ParameterizedTest
    @MethodSource("dev.tandem.helm.Chart#variants")
    void the_node_would_start_with_what_it_is_given(String variant) throws Exception {
        PodSpec pod = pod(variant);
        mountSecrets(pod);
        Map<String, String> environment = new LinkedHashMap<>();
        environment(pod.getContainers().getFirst())
                .forEach((name, value) -> environment.put(name, value.replaceFirst("^/etc", machine + "/etc")));
        NodeSettings settings = NodeSettings.of(ConfigFactory.parseMap(environment)
                .withFallback(ConfigFactory.parseResources("application.conf"))
                .withFallback(ConfigFactory.parseResources("reference.conf"))
                .resolve(ConfigResolveOptions.noSystem()));
        assertThat(settings.adminToken().opens("Bearer a-token-for-tests-only")).isTrue();
        assertThat(settings.tenants()).isEqualTo(machine.resolve("etc/tandem/tenants"));
    }

    @Test
    void the_tenants_of_the_values_are_files_that_the_node_takes() throws Exception {
        JsonNode map = ManifestsTest.manifest("production", "ConfigMap", "voice-tandem-tenants");
        for (var file : map.path("data").properties()) {
            Files.writeString(machine.resolve(file.getKey()), file.getValue().asText());
        }
        TenantDefaults defaults = new TenantDefaults(10, 50, DevelopmentHosts.parse(""), new Secrets(name -> null));
        assertThat(TenantFiles.read(machine, defaults)).isInstanceOf(TenantFiles.Loaded.class);
    }

    @Test
    void there_is_time_to_hand_the_calls_over() {
        Config shutdown = ConfigFactory.load().getConfig("pekko.coordinated-shutdown");
        long phases = 0;
        for (String phase : shutdown.getObject("phases").keySet()) {
            Config one = shutdown.getConfig("phases").getConfig("\"" + phase + "\"");
            phases += one.hasPath("timeout")
                    ? one.getDuration("timeout").toSeconds()
                    : shutdown.getDuration("default-phase-timeout").toSeconds();
        }
        PodSpec pod = pod("minimal");
        List<String> pause = pod.getContainers()
                .getFirst()
                .getLifecycle()
                .getPreStop()
                .getExec()
                .getCommand();
        assertThat(pause).startsWith("sleep").hasSize(2);
        assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(Long.parseLong(pause.getLast()) + phases);
        assertThat(Chart.OURS.folder().resolve("values.yaml")).content().contains("(" + phases + " s)");
    }

    @Test
    void a_new_cluster_needs_the_majority_of_its_nodes() {
        assertThat(required("minimal")).isEqualTo("2");
        assertThat(required("production")).isEqualTo("3");
        assertThat(required("dns-autoscaled")).isEqualTo("3");
        assertThat(required("single")).isEqualTo("1");
    }

    @Test
    void the_job_reaches_cassandra_as_the_nodes_do() {
        Job job = (Job) StrictReader.typed(ManifestsTest.manifest("production", "Job"));
        PodSpec theirs = job.getSpec().getTemplate().getSpec();
        Map<String, String> ours = environment(container("production"));
        Map<String, String> its = environment(theirs.getContainers().getFirst());
        assertThat(its).hasSizeGreaterThan(5);
        assertThat(ours).containsAllEntriesOf(its);
    }

    @Test
    void pods_are_looked_for_by_labels_that_they_bear_and_on_a_port_they_name() {
        JsonNode set = ManifestsTest.manifest("minimal", "StatefulSet");
        Map<String, String> environment = environment(container("minimal"));
        for (String label : environment.get("TANDEM_DISCOVERY_POD_LABELS").split(",")) {
            String[] parts = label.split("=");
            assertThat(set.at("/spec/template/metadata/labels").path(parts[0]).asText())
                    .isEqualTo(parts[1]);
        }
        assertThat(container("minimal").getPorts())
                .extracting(ContainerPort::getName)
                .contains(environment.get("TANDEM_DISCOVERY_PORT_NAME"));
        assertThat(environment(container("dns-autoscaled")).get("TANDEM_DISCOVERY_SERVICE"))
                .isEqualTo("switchboard-nodes." + Chart.NAMESPACE + ".svc.example.local");
    }

    /** What a kubelet would do, with secrets that the node takes. */
    private void mountSecrets(PodSpec pod) throws Exception {
        Map<String, String> contents = Map.of(
                "openai-api-key", "sk-test",
                "openai-webhook-secret", "whsec_dGVzdC1zZWNyZXQ=",
                "admin-token", "a-token-for-tests-only");
        for (VolumeMount mount : pod.getContainers().getFirst().getVolumeMounts()) {
            Path folder =
                    Files.createDirectories(machine.resolve(mount.getMountPath().substring(1)));
            Volume volume = pod.getVolumes().stream()
                    .filter(each -> each.getName().equals(mount.getName()))
                    .findFirst()
                    .orElseThrow();
            if (volume.getSecret() != null && volume.getSecret().getItems() != null) {
                for (KeyToPath item : volume.getSecret().getItems()) {
                    Files.writeString(
                            folder.resolve(item.getPath()), contents.getOrDefault(item.getPath(), "something"));
                }
            }
        }
    }

    private static void assertAsks(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo("/" + path);
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
    }

    private static String required(String variant) {
        return environment(container(variant)).get("TANDEM_DISCOVERY_REQUIRED");
    }

    private static PodSpec pod(String variant) {
        StatefulSet set = (StatefulSet) StrictReader.typed(ManifestsTest.manifest(variant, "StatefulSet"));
        return set.getSpec().getTemplate().getSpec();
    }

    private static Container container(String variant) {
        return pod(variant).getContainers().getFirst();
    }

    private static Map<String, String> environment(Container container) {
        Map<String, String> environment = new LinkedHashMap<>();
        List<String> twice = new ArrayList<>();
        for (EnvVar variable : container.getEnv()) {
            String value = variable.getValueFrom() == null ? variable.getValue() : POD_ADDRESS;
            if (environment.put(variable.getName(), value) != null) {
                twice.add(variable.getName());
            }
        }
        assertThat(twice).isEmpty();
        return environment;
    }

    /** The node's defaults with this environment and nothing of this process. */
    private static Config configuration(Map<String, String> environment) {
        return ConfigFactory.parseResources("reference.conf")
                .withOnlyPath("tandem")
                .withFallback(ConfigFactory.parseMap(environment))
                .resolve(ConfigResolveOptions.noSystem());
    }

    private static Set<String> all(String pattern, Path file) throws Exception {
        return new TreeSet<>(Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList());
    }
}
