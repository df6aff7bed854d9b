package dev.tandem.helm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The chart in a folder, rendered as the release {@code voice} of the namespace {@code calls}. */
record Chart(Path folder) {

    static final Chart OURS = new Chart(Path.of("tandem").toAbsolutePath());

    static final String RELEASE = "voice";
    static final String NAMESPACE = "calls";

    /** A key that stands twice is a mistake that YAML's readers pass over. */
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** The files of {@code ci/}, by their names without the ending. */
    static Stream<String> variants() {
        try (Stream<Path> files = Files.list(OURS.folder.resolve("ci"))) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .map(name -> name.replace("-values.yaml", ""))
                    .sorted()
                    .toList();
            return names.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path values(String variant) {
        return OURS.folder.resolve("ci").resolve(variant + "-values.yaml");
    }

    /**
     * What Helm would send to Kubernetes, and its hooks.
     *
     * @throws RuntimeException with Helm's own words when it refuses
     */
    String render(Path values) {
        Chart unhooked = equals(OURS) ? Unhooked.OURS : this;
        return new Helm(unhooked.folder)
                .template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion("1.31.0")
                .withValuesFile(values)
                .call()
                .replace(Unhooked.INSTEAD, Unhooked.HOOK);
    }

    /** Helm's library leaves hooks out of what it renders: in copies they bear another annotation until they are rendered. */
    private static final class Unhooked {
        static final String HOOK = "helm.sh/hook";
        static final String INSTEAD = "rendered.helm.sh/hook";
        static final Chart OURS =
                Chart.OURS.copyTo(emptied(Path.of("target", "chart").toAbsolutePath()));
    }

    /** Helm's answer for this chart with its own values. */
    LintResult lint() {
        return new Helm(folder).lint().strict().call();
    }

    /** Each document that is not empty. */
    static List<JsonNode> documents(String rendered) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(rendered)) {
            return documents.readAll().stream()
                    .filter(document -> !document.isNull() && !document.isMissingNode())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(Path yaml) {
        try {
            return YAML.readTree(yaml.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path write(Path file, JsonNode yaml) {
        try {
            YAML.writeValue(file.toFile(), yaml);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy to be changed, whose hooks are rendered with the rest. */
    Chart copyTo(Path target) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = target.resolve(folder.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.writeString(copy, Files.readString(file).replace(Unhooked.HOOK, Unhooked.INSTEAD));
                }
            }
            return new Chart(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The chart without boards and alert rules, which are kept by others and long. */
    Chart withoutBoards() {
        for (String part : List.of("dashboards", "alerts")) {
            empty(folder.resolve(part));
        }
        return this;
    }

    /** The chart with these values in place of its own. */
    Chart withValues(Path values) {
        ObjectNode merged = (ObjectNode) read(folder.resolve("values.yaml"));
        merge(merged, read(values));
        write(folder.resolve("values.yaml"), merged);
        return this;
    }

    private static Path emptied(Path target) {
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.walk(target)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return target;
    }

    private static void empty(Path part) {
        if (!Files.isDirectory(part)) {
            return;
        }
        try (Stream<Path> files = Files.list(part)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void merge(ObjectNode into, JsonNode more) {
        more.properties().forEach(entry -> {
            JsonNode there = into.get(entry.getKey());
            if (there instanceof ObjectNode object && entry.getValue().isObject()) {
                merge(object, entry.getValue());
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }
}
