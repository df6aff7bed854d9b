package dev.tandem.helm;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads a manifest as its kind and names every field that the kind does not have. */
final class StrictReader {

    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

    /** The Prometheus operator's kinds, as far as we write them, after its API reference; nothing else is taken. */
    private static final Map<String, Class<?>> CUSTOM =
            Map.of("ServiceMonitor", ServiceMonitor.class, "PrometheusRule", PrometheusRule.class);

    private static final ObjectMapper CUSTOM_READER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    record ServiceMonitor(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
        record Spec(Selector selector, Namespaces namespaceSelector, List<Endpoint> endpoints) {}

        record Selector(Map<String, String> matchLabels) {}

        record Namespaces(List<String> matchNames) {}

        record Endpoint(String port, String path, String interval) {}
    }

    record PrometheusRule(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
        record Spec(List<Group> groups) {}

        record Group(String name, String interval, List<Rule> rules) {}

        record Rule(
                String alert,
                String record,
                String expr,
                @JsonProperty("for") String lasting,
                @JsonProperty("keep_firing_for") String keepFiringFor,
                Map<String, String> labels,
                Map<String, String> annotations) {}
    }

    private StrictReader() {}

    /** Paths of unknown fields; empty for a manifest that Kubernetes would take as it stands. */
    static List<String> unknownFields(JsonNode manifest) {
        String kind = manifest.path("kind").asText();
        if (CUSTOM.containsKey(kind)) {
            try {
                CUSTOM_READER.treeToValue(manifest, CUSTOM.get(kind));
                return List.of();
            } catch (JsonProcessingException unknown) {
                return List.of(kind + ": " + unknown.getOriginalMessage());
            }
        }
        List<String> found = new ArrayList<>();
        walk(kind, typed(manifest), found);
        return found;
    }

    /** The manifest as its kind's own class. */
    static HasMetadata typed(JsonNode manifest) {
        HasMetadata read = KUBERNETES.unmarshal(manifest.toString());
        if (read instanceof GenericKubernetesResource) {
            throw new AssertionError(
                    "no such kind: " + manifest.path("apiVersion").asText() + " "
                            + manifest.path("kind").asText());
        }
        return read;
    }

    private static void walk(String at, Object value, List<String> found) {
        if (value instanceof Collection<?> several) {
            int i = 0;
            for (Object one : several) {
                walk(at + "[" + i++ + "]", one, found);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, one) -> walk(at + "." + key, one, found));
        } else if (value != null
                && value.getClass().getName().startsWith("io.fabric8.")
                && !value.getClass().isEnum()) {
            fields(at, value, found);
        }
    }

    private static void fields(String at, Object value, List<String> found) {
        for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                Object inside = read(field, value);
                if (field.getName().equals("additionalProperties") && inside instanceof Map<?, ?> unknown) {
                    unknown.keySet().forEach(name -> found.add(at + "." + name));
                } else {
                    walk(at + "." + field.getName(), inside, found);
                }
            }
        }
    }

    private static Object read(Field field, Object value) {
        try {
            field.setAccessible(true);
            return field.get(value);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
