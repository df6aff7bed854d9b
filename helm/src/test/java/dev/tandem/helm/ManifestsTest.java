package dev.tandem.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every manifest of every variant is what Kubernetes knows, and runs with as few rights as it can. */
class ManifestsTest {

    @ParameterizedTest
    @MethodSource("dev.tandem.helm.Chart#variants")
    void no_manifest_has_a_field_that_its_kind_does_not_know(String variant) {
        List<JsonNode> manifests = manifests(variant);
        assertThat(manifests).hasSizeGreaterThan(5);
        assertThat(manifests)
                .allSatisfy(manifest ->
                        assertThat(StrictReader.unknownFields(manifest)).isEmpty());
    }

    @Test
    void a_misspelt_field_would_be_found() {
        ObjectNode set = (ObjectNode) manifest("minimal", "StatefulSet");
        ObjectNode pod = (ObjectNode) set.at("/spec/template/spec");
        pod.set("terminationGracePeriodSecond", pod.remove("terminationGracePeriodSeconds"));
        ((ObjectNode) pod.at("/containers/0/readinessProbe/httpGet")).put("paht", "/ready");
        assertThat(StrictReader.unknownFields(set))
                .containsExactlyInAnyOrder(
                        "StatefulSet.spec.template.spec.terminationGracePeriodSecond",
                        "StatefulSet.spec.template.spec.containers[0].readinessProbe.httpGet.paht");
        ObjectNode monitor = (ObjectNode) manifest("production", "ServiceMonitor");
        ((ObjectNode) monitor.at("/spec/endpoints/0")).put("intervall", "15s");
        assertThat(StrictReader.unknownFields(monitor))
                .singleElement()
                .asString()
                .contains("intervall");
    }

    @Test
    void an_unknown_kind_would_be_found() {
        ObjectNode set = (ObjectNode) manifest("minimal", "StatefulSet");
        set.put("kind", "StatefullSet");
        assertThatThrownBy(() -> StrictReader.unknownFields(set)).hasMessageContaining("StatefullSet");
    }

    @ParameterizedTest
    @MethodSource("dev.tandem.helm.Chart#variants")
    void every_pod_runs_as_nobody_on_a_file_system_it_cannot_write(String variant) {
        List<PodSpec> pods = pods(variant);
        assertThat(pods).isNotEmpty();
        for (PodSpec pod : pods) {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001L);
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            for (Container container : pod.getContainers()) {
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getVolumeMounts())
                        .extracting(VolumeMount::getMountPath)
                        .as("Java writes there")
                        .contains("/tmp");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tandem.helm.Chart#variants")
    void what_is_mounted_is_there_and_what_holds_secrets_is_read_only(String variant) {
        for (PodSpec pod : pods(variant)) {
            List<String> volumes =
                    pod.getVolumes().stream().map(Volume::getName).toList();
            List<VolumeMount> mounts = pod.getContainers().getFirst().getVolumeMounts();
            assertThat(mounts).extracting(VolumeMount::getName).containsExactlyInAnyOrderElementsOf(volumes);
            for (Volume volume : pod.getVolumes()) {
                VolumeMount mount = mounts.stream()
                        .filter(each -> each.getName().equals(volume.getName()))
                        .findFirst()
                        .orElseThrow();
                assertThat(Boolean.TRUE.equals(mount.getReadOnly()))
                        .as(volume.getName())
                        .isEqualTo(volume.getEmptyDir() == null);
            }
        }
    }

    @Test
    void a_schema_job_runs_before_the_nodes_and_needs_nothing_of_the_release() {
        Job job = (Job) StrictReader.typed(manifest("production", "Job"));
        assertThat(job.getMetadata().getAnnotations().get("helm.sh/hook")).isEqualTo("pre-install,pre-upgrade");
        PodSpec pod = job.getSpec().getTemplate().getSpec();
        assertThat(pod.getServiceAccountName()).isNull();
        assertThat(pod.getVolumes()).noneMatch(volume -> volume.getConfigMap() != null);
        assertThat(pod.getContainers().getFirst().getCommand()).containsExactly("/opt/tandem/bin/tandem-schema");
        assertThat(pod.getContainers().getFirst().getArgs()).containsExactly("--copies", "3");
    }

    static List<JsonNode> manifests(String variant) {
        return Chart.documents(Chart.OURS.render(Chart.values(variant)));
    }

    static JsonNode manifest(String variant, String kind) {
        return manifests(variant).stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind));
    }

    static JsonNode manifest(String variant, String kind, String name) {
        return manifests(variant).stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind)
                        && manifest.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    private static List<PodSpec> pods(String variant) {
        return manifests(variant).stream()
                .filter(manifest -> !manifest.path("apiVersion").asText().startsWith("monitoring."))
                .map(StrictReader::typed)
                .flatMap(ManifestsTest::pod)
                .toList();
    }

    private static Stream<PodSpec> pod(HasMetadata manifest) {
        return switch (manifest) {
            case StatefulSet set -> Stream.of(set.getSpec().getTemplate().getSpec());
            case Job job -> Stream.of(job.getSpec().getTemplate().getSpec());
            case Pod pod -> Stream.of(pod.getSpec());
            default -> Stream.empty();
        };
    }
}
