package dev.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** One chromium, in which everything that a page complains of is written down. */
final class Browser implements AutoCloseable {

    static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final int DESKTOP_WIDTH = 1440;
    private static final int DESKTOP_HEIGHT = 900;
    private static final int PHONE_WIDTH = 390;
    private static final int PHONE_HEIGHT = 844;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Path chromium) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(java.util.Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setTimeout(180_000)
                        .setArgs(List.of("--no-sandbox")));
    }

    /** Skips the test where there is no chromium. */
    static Browser open() {
        Optional<Path> chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(chromium.isPresent(), "no chromium is installed (apt-get install chromium)");
        return new Browser(chromium.get());
    }

    /** A page of a new visitor, light unless told otherwise. */
    Page page(String address, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(address)
                .setColorScheme(scheme)
                .setViewportSize(DESKTOP_WIDTH, DESKTOP_HEIGHT));
        context.setDefaultTimeout(120_000);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.type() + ": " + message.text() + " " + message.location());
            }
        });
        page.onPageError(error -> complaints.add("thrown: " + error));
        return page;
    }

    /** What pages complained of; a refusal that a test provoked is named in {@code expected}. */
    List<String> complaints(String... expected) {
        return complaints.stream()
                .filter(complaint -> Stream.of(expected).noneMatch(complaint::contains))
                .toList();
    }

    /** Writes the page as it looks at a desk and on a phone. */
    static void screenshots(Page page, String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        page.setViewportSize(PHONE_WIDTH, PHONE_HEIGHT);
        screenshot(page, name + "-phone");
        int wide = ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue();
        assertThat(wide).as("%s scrolls sideways on a phone", name).isLessThanOrEqualTo(PHONE_WIDTH);
        page.setViewportSize(DESKTOP_WIDTH, DESKTOP_HEIGHT);
        screenshot(page, name + "-desktop");
    }

    private static void screenshot(Page page, String name) {
        // Charts and rows follow the new width in the next frames.
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(false)
                .setTimeout(120_000));
    }

    /** What axe-core finds that would keep somebody out. */
    static List<String> barriers(Page page) {
        page.evaluate(axe());
        JsonElement found = com.google.gson.JsonParser.parseString(
                (String) page.evaluate("async () => JSON.stringify((await axe.run(document, {resultTypes:"
                        + " ['violations']})).violations.map(v => ({id: v.id, impact: v.impact, where:"
                        + " v.nodes.slice(0, 5).map(n => n.target.join(' ') + ' ' + (n.any[0]?.message ??"
                        + " ''))})))"));
        List<String> barriers = new ArrayList<>();
        for (JsonElement each : found.getAsJsonArray()) {
            JsonObject violation = each.getAsJsonObject();
            String impact = violation.get("impact").getAsString();
            if (impact.equals("serious") || impact.equals("critical")) {
                barriers.add(violation.toString());
            }
        }
        return barriers;
    }

    private static String axe() {
        try (InputStream in = Browser.class.getResourceAsStream("/axe-core-4.14.1/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
