package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/configuration.md says what the reference.conf files, the launcher's script and the logging configuration say. */
class ConfigurationDocTest {

    private static final ConfigResolveOptions WITHOUT_THIS_PROCESS = ConfigResolveOptions.noSystem();
    private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\{\\?([A-Z][A-Z0-9_]*)}");
    private static final Pattern ROW_OF_A_KEY = Pattern.compile("(?m)^\\| `(tandem\\.[^`]+)` \\|(.*)\\|$");
    private static final Pattern VARIABLE = Pattern.compile("\\b(?:TANDEM|OPENAI|LOG|MAX|WEBHOOK)_[A-Z0-9_]+\\b");

    private final String document = read(Path.of("../docs/configuration.md"));
    private final List<URL> references = references();
    private final Map<String, List<String>> rows = rows();

    @Test
    void everyKeyHasItsRowAndEveryRowItsKey() {
        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(defaults().keySet());
    }

    @Test
    void everyRowNamesTheVariablesBehindItsKey() {
        Map<String, Set<String>> written = new TreeMap<>();
        rows.forEach((key, cells) -> {
            Set<String> variables = new TreeSet<>(all(VARIABLE, cells.getFirst()));
            if (!variables.isEmpty()) {
                written.put(key, variables);
            }
        });
        assertThat(written).isEqualTo(variables());
    }

    @Test
    void everyRowGivesTheDefault() {
        Map<String, String> written = new TreeMap<>();
        rows.forEach((key, cells) -> written.put(
                key,
                key.startsWith("tandem.prices.") ? cells.get(0) : cells.get(1).replace("`", "")));
        assertThat(written).isEqualTo(defaults());
    }

    @Test
    void everyVariableOfTheDocumentIsReadSomewhereAndEveryOneOfTheScriptIsDocumented() {
        String script = read(Path.of("../tandem"));
        Set<String> known = new TreeSet<>(all(VARIABLE, script + read(Path.of("src/main/resources/logback.xml"))));
        variables().values().forEach(known::addAll);
        assertThat(new TreeSet<>(all(VARIABLE, document))).isEqualTo(known);
    }

    /** Key to default as the document writes it; models' names stand for any. */
    private Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        for (URL reference : references) {
            Config ours = with(reference, Map.of()).getConfig("tandem");
            ours.entrySet()
                    .forEach(entry -> defaults.put("tandem." + anyModel(entry.getKey()), shown(entry.getValue())));
        }
        defaults.replaceAll((key, value) -> key.startsWith("tandem.prices.") ? "by model" : value);
        return defaults;
    }

    /** Key to the variables that change it, found by setting each one alone. */
    private Map<String, Set<String>> variables() {
        Map<String, Set<String>> variables = new TreeMap<>();
        for (URL reference : references) {
            Config untouched = with(reference, Map.of());
            for (String variable : new TreeSet<>(all(SUBSTITUTED, read(reference)))) {
                Config touched = with(reference, Map.of(variable, "as nobody would set it"));
                touched.entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(untouched.getValue(entry.getKey())))
                        .forEach(entry -> variables
                                .computeIfAbsent(entry.getKey(), key -> new TreeSet<>())
                                .add(variable));
            }
        }
        return variables;
    }

    private static Config with(URL reference, Map<String, String> environment) {
        return ConfigFactory.parseURL(reference)
                .withFallback(ConfigFactory.parseMap(environment))
                .resolve(WITHOUT_THIS_PROCESS)
                .withOnlyPath("tandem");
    }

    private Map<String, List<String>> rows() {
        Map<String, List<String>> found = new TreeMap<>();
        Matcher row = ROW_OF_A_KEY.matcher(document);
        while (row.find()) {
            List<String> cells =
                    Arrays.stream(row.group(2).split("\\|")).map(String::trim).toList();
            assertThat(found.put(row.group(1), cells))
                    .as("a second row of %s", row.group(1))
                    .isNull();
        }
        return found;
    }

    private static String anyModel(String key) {
        return key.replaceFirst("^prices\\.(\"[^\"]*\"|[^.]*)\\.", "prices.<model>.");
    }

    private static String shown(ConfigValue value) {
        String text = value.unwrapped() instanceof Collection<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(value.unwrapped());
        return text.isEmpty() ? "none" : text;
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.groupCount() == 0 ? match.group() : match.group(1))
                .toList();
    }

    /** Only ours: a class path has many a reference.conf. */
    private static List<URL> references() {
        try {
            List<URL> ours =
                    Collections.list(ConfigurationDocTest.class.getClassLoader().getResources("reference.conf"))
                            .stream()
                            .filter(url -> ConfigFactory.parseURL(url).root().containsKey("tandem"))
                            .toList();
            assertThat(ours).as("reference.conf of the node and of the storage").hasSize(2);
            return ours;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(URL resource) {
        try (InputStream in = resource.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
