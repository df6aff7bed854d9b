package dev.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConsoleFileTest {

    private static final Path WEB = Path.of("src/main/resources/dev/tandem/console/web");
    private static final Path HASHES = Path.of("src/main/resources/dev/tandem/console/vendored.sha256");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import [^'\"\n]*['\"]([^'\"]+)['\"]");

    private final Map<String, ConsoleFile> files = ConsoleFile.all();

    @Test
    void the_list_names_every_file_and_no_other() throws IOException {
        try (Stream<Path> there = Files.walk(WEB)) {
            assertThat(there.filter(Files::isRegularFile)
                            .map(file -> WEB.relativize(file).toString().replace('\\', '/')))
                    .containsExactlyInAnyOrderElementsOf(files.keySet());
        }
    }

    @Test
    void what_others_wrote_is_as_they_published_it_and_comes_with_its_licence() throws Exception {
        Map<String, String> hashes = new TreeMap<>();
        for (String line : Files.readAllLines(HASHES)) {
            hashes.put(line.substring(66), line.substring(0, 64));
        }
        Map<String, String> actual = new TreeMap<>();
        for (ConsoleFile file : files.values()) {
            if (file.vendored()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(file.content());
                actual.put(file.path(), HexFormat.of().formatHex(digest));
                String folder = file.path().substring(0, file.path().lastIndexOf('/'));
                assertThat(files).containsKey(folder + "/LICENSE.txt");
            }
        }
        assertThat(actual).isEqualTo(hashes).isNotEmpty();
    }

    @Test
    void every_import_leads_to_a_file() {
        for (ConsoleFile file : files.values()) {
            if (file.vendored() || !file.path().endsWith(".js")) {
                continue;
            }
            Matcher imports = IMPORT.matcher(text(file));
            assertThat(imports.results().count()).as(file.path()).isEqualTo(imports(file));
            imports.reset();
            while (imports.find()) {
                Path target = Path.of("/" + file.path())
                        .resolveSibling(imports.group(1))
                        .normalize();
                assertThat(files).as(file.path()).containsKey(target.toString().substring(1));
            }
        }
    }

    @Test
    void the_page_has_no_script_or_style_of_its_own_and_names_nothing_that_is_not_there() {
        String page = text(files.get("index.html"));
        assertThat(page)
                .doesNotContain("<style", "onclick", "onload", " style=")
                .doesNotContainPattern("<script[^>]*>[^<]");
        Matcher names = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page);
        while (names.find()) {
            assertThat(files).containsKey(names.group(1));
        }
    }

    @Test
    void nothing_is_asked_of_anybody_else() {
        List<ConsoleFile> ours = files.values().stream()
                .filter(file -> !file.vendored() && !file.path().endsWith(".svg"))
                .toList();
        assertThat(ours).isNotEmpty().allSatisfy(file -> assertThat(text(file)).doesNotContainPattern("https?://"));
    }

    @Test
    void our_own_files_stay_readable() {
        assertThat(files.values()).allSatisfy(file -> {
            if (!file.vendored()) {
                assertThat(text(file).lines().count()).as(file.path()).isLessThan(300);
            }
        });
    }

    private static long imports(ConsoleFile file) {
        return text(file).lines().filter(line -> line.startsWith("import ")).count();
    }

    private static String text(ConsoleFile file) {
        return new String(file.content(), StandardCharsets.UTF_8);
    }
}
