package dev.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.tandem.launcher.api.HttpJson;
import dev.tandem.launcher.check.TruthLine;
import dev.tandem.launcher.stage.Limits;
import dev.tandem.launcher.stage.Node;
import dev.tandem.launcher.stage.Ports;
import dev.tandem.launcher.stage.Progress;
import dev.tandem.launcher.stage.SampleTenant;
import dev.tandem.launcher.stage.Secrets;
import dev.tandem.launcher.stage.Stage;
import dev.tandem.launcher.stage.StageFolder;
import dev.tandem.launcher.stage.StagePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The console before a real cluster of two nodes with a real Cassandra; the simulator plays the callers and keeps the truth. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleLiveIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WITHIN = Duration.ofMinutes(3);
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final double UPDATE_MS = 500;
    private static final Comparator<Node> BY_PORT =
            Comparator.comparingInt(node -> node.ports().remoting());

    private static Browser browser;
    private static Stage stage;
    private static Secrets secrets;
    private static Page page;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.open();
        Path root = Files.createDirectories(Path.of("target", "stage").toAbsolutePath());
        StageFolder folder = new StageFolder(root, root, root.resolve("access.json")).empty();
        secrets = Secrets.random();
        stage = Stage.outlivingNodes(
                new StagePlan(HOME, folder, Ports.anyFree(2, false), secrets, 2, Optional.empty(), new Limits(40, 20)),
                (node, code, inWords) -> System.out.println(inWords.getMessage()));
        stage.start(new Progress(System.out, false));
        page = browser.page(first().base(), ColorScheme.LIGHT);
        page.addInitScript(
                "window.seen = {}; new MutationObserver(() => document.querySelectorAll('[data-item]').forEach(e => {"
                        + " window.seen[e.dataset.item] ??= Date.now(); })).observe(document, {childList: true, subtree:"
                        + " true});");
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (stage != null) {
            stage.close();
        }
    }

    private static HttpJson first() {
        return lastingNode().operator();
    }

    /** Of two nodes that lose each other the one with the lower address goes on (keep-majority's tie), whichever was killed. */
    private static Node lastingNode() {
        return Collections.min(stage.nodes(), BY_PORT);
    }

    private static String place(SampleTenant tenant, int exchanges, int silenceMs) throws Exception {
        ObjectNode offer = JSON.createObjectNode().put("to", tenant.number());
        ArrayNode turns = offer.putObject("script").put("id", "console").putArray("turns");
        for (int i = 1; i <= exchanges; i++) {
            turns.addObject().put("speaker", "caller").put("text", "Where is order number " + i + "?");
            turns.addObject().put("speaker", "agent").put("text", "Order " + i + " is on its way.");
            turns.addObject().put("speaker", "caller").put("silence_ms", silenceMs);
        }
        turns.addObject().put("speaker", "caller").put("text", "Thank you, bye.");
        return stage.simulator().post("/simulator/calls", offer).path("call_id").asText();
    }

    private static JsonNode call(String id) throws Exception {
        return first().get("/api/v1/calls/" + id);
    }

    private static boolean isOver(String id) throws Exception {
        return List.of("finished", "failed", "cancelled")
                .contains(call(id).path("status").asText());
    }

    @Test
    @Order(1)
    void nobody_gets_in_without_the_token_and_scripts_cannot_read_the_session() {
        page.navigate("/console/");
        page.getByLabel("Administrator's token").fill("not-the-token-at-all");
        page.getByRole(com.microsoft.playwright.options.AriaRole.BUTTON).click();
        page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT).waitFor();
        Browser.screenshots(page, "sign-in");
        assertThat(Browser.barriers(page)).isEmpty();

        page.getByLabel("Administrator's token").fill(secrets.adminToken());
        page.keyboard().press("Enter");
        page.locator(".line.live").waitFor();

        assertThat((String) page.evaluate("document.cookie")).isEmpty();
        assertThat(page.context().cookies()).singleElement().satisfies(cookie -> {
            assertThat(cookie.httpOnly).isTrue();
            assertThat(cookie.value).doesNotContain(secrets.adminToken());
        });
        assertThat(page.getByText("No call goes on").isVisible()).isTrue();
    }

    @Test
    @Order(2)
    void a_call_appears_its_words_fall_in_it_ends_and_its_page_tells_the_truth() throws Exception {
        String id = place(SampleTenant.ALL.getFirst(), 6, 1_000);
        Locator row = page.locator(".rows a[href$='" + id + "']");
        row.waitFor();
        row.click();
        page.locator(".turn").first().waitFor();
        page.waitForFunction("() => document.querySelectorAll('.turn').length >= 5");
        Browser.screenshots(page, "call-live");
        assertThat(Browser.barriers(page)).isEmpty();

        await().atMost(WITHIN).until(() -> isOver(id));
        page.locator(".call-state .badge", new Page.LocatorOptions().setHasText("finished"))
                .waitFor();
        List<TruthLine> truth = TruthLine.delivered(stage.simulator().text("/simulator/truth?call_id=" + id));
        page.waitForFunction("n => document.querySelectorAll('.turn:not(.fresh)').length === n", truth.size());
        assertThat(page.locator(".turn p").allTextContents().stream()
                        .map(text -> text.replaceAll("\\s+[0-9.]+ m?s$", "").strip()))
                .containsExactlyElementsOf(truth.stream().map(TruthLine::text).toList());
        assertThat(page.locator(".timeline").textContent())
                .contains("Offered", "Admitted", "Answered", "Attached", "Ended");
        assertUpdatesWereSwift(id);
    }

    /** From the moment a turn was journalled to its showing; the median, since a busy machine delays single ones. */
    private static void assertUpdatesWereSwift(String id) throws Exception {
        List<Double> delays = new ArrayList<>();
        for (JsonNode event : first().get("/api/v1/calls/" + id + "/events").path("events")) {
            Object shown = page.evaluate(
                    "item => window.seen[item] ?? null",
                    event.at("/data/item_id").asText());
            if (event.path("event").asText().equals("TurnTranscribed") && shown instanceof Number at) {
                delays.add(at.doubleValue()
                        - java.time.Instant.parse(event.path("at").asText()).toEpochMilli());
            }
        }
        delays.sort(null);
        System.out.println("from the journal to the page, ms: " + delays);
        assertThat(delays).isNotEmpty();
        // The first ones were there before the page was opened, and count as slow; the later half was seen as it fell.
        assertThat(delays.get(delays.size() / 4)).isLessThan(UPDATE_MS);
    }

    @Test
    @Order(3)
    void the_number_is_masked_until_it_is_asked_for() throws Exception {
        Locator heading = page.locator(".call-head h1 .mono");
        assertThat(heading.textContent()).contains("***");

        page.getByText("Show number").click();

        page.waitForFunction("() => !document.querySelector('.call-head h1 .mono').textContent.includes('*')");
        assertThat(heading.textContent()).matches("\\+[0-9]{8,15}");
        await().atMost(WITHIN)
                .until(() -> call(page.url().replaceAll(".*/", ""))
                        .at("/summary/state")
                        .asText()
                        .equals("ready"));
        page.reload();
        page.locator(".summary-card").waitFor();
        Browser.screenshots(page, "call-ended");
        assertThat(Browser.barriers(page)).isEmpty();
    }

    @Test
    @Order(4)
    void hanging_up_asks_first_and_then_ends_the_call() throws Exception {
        String id = place(SampleTenant.ALL.getLast(), 60, 5_000);
        // The simulator knows the call before the webhook has reached a node.
        await().atMost(WITHIN)
                .ignoreExceptions()
                .until(() -> call(id).path("status").isTextual());
        page.navigate("/console/#/calls/" + id);
        page.reload();
        page.locator(".turn").first().waitFor();
        page.getByText("Hang up").first().click();
        page.getByText("Let it go on").click();
        assertThat(isOver(id)).isFalse();

        page.getByText("Hang up").first().click();
        page.locator("dialog .danger").click();

        await().atMost(WITHIN).until(() -> isOver(id));
        assertThat(call(id).at("/termination/reason").asText()).isEqualTo("operator_hangup");
        page.locator(".call-state .badge", new Page.LocatorOptions().setHasText("finished"))
                .waitFor();
    }

    @Test
    @Order(5)
    void lists_and_settings_can_be_read() throws Exception {
        page.navigate("/console/#/calls");
        page.locator(".calls tbody tr").first().waitFor();
        Browser.screenshots(page, "calls");
        assertThat(Browser.barriers(page)).isEmpty();
        page.getByLabel("Status").selectOption("failed");
        page.getByText("No call fits these filters").waitFor();
        page.navigate("/console/#/settings");
        page.locator(".tenant").first().waitFor();
        Browser.screenshots(page, "settings");
        assertThat(Browser.barriers(page)).isEmpty();
        assertThat(page.content()).doesNotContain(secrets.toolToken());
    }

    @Test
    @Order(6)
    void a_killed_node_turns_red_and_its_calls_are_told_to_be_taken_up() throws Exception {
        page.navigate("/console/#/");
        List<String> calls = new ArrayList<>();
        Node second = Collections.max(stage.nodes(), BY_PORT);
        await().atMost(WITHIN).pollInterval(Duration.ofSeconds(3)).until(() -> {
            if (calls.size() < 24) {
                calls.add(place(SampleTenant.ALL.get(calls.size() % 2), 60, 5_000));
                calls.add(place(SampleTenant.ALL.get(calls.size() % 2), 60, 5_000));
            }
            return heldBy(calls, second).size() >= 2;
        });
        page.locator(".rows .stack .row").first().waitFor();
        Browser.screenshots(page, "overview");
        assertThat(Browser.barriers(page)).isEmpty();
        List<String> held = heldBy(calls, second);

        second.kill();

        page.locator("li.bad[data-node='" + second.ports().address() + "']").waitFor();
        page.locator(".rows .badge", new Page.LocatorOptions().setHasText("unattended"))
                .first()
                .waitFor();
        page.locator(".attention").waitFor();
        Browser.screenshots(page, "node-lost");
        await().atMost(WITHIN).until(() -> held.stream().allMatch(ConsoleLiveIT::isReattached));
        page.locator(".rows .badge", new Page.LocatorOptions().setHasText("unattended"))
                .first()
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
        page.navigate("/console/#/calls/" + held.getFirst());
        page.locator(".timeline", new Page.LocatorOptions().setHasText("Re-attached"))
                .waitFor();
        Browser.screenshots(page, "call-reattached");
    }

    private static List<String> heldBy(List<String> calls, Node node) throws Exception {
        List<String> held = new ArrayList<>();
        for (String id : calls) {
            JsonNode attaches = attaches(id);
            if (attaches.size() == 1
                    && attaches.path(0)
                            .path("node")
                            .asText()
                            .equals(node.ports().address())) {
                held.add(id);
            }
        }
        return held;
    }

    private static JsonNode attaches(String id) throws Exception {
        try {
            return call(id).path("attaches");
        } catch (IOException notYet) {
            return JSON.createArrayNode();
        }
    }

    private static boolean isReattached(String id) {
        try {
            return attaches(id).size() > 1;
        } catch (Exception notYet) {
            return false;
        }
    }

    @Test
    @Order(7)
    void signing_out_ends_it_and_the_page_never_complained() {
        page.getByText("Sign out").click();
        page.getByLabel("Administrator's token").waitFor();
        page.reload();
        page.getByLabel("Administrator's token").waitFor();

        // What the browser itself says of answers that a test asked for.
        assertThat(browser.complaints("401", "503", "ERR_INCOMPLETE_CHUNKED_ENCODING"))
                .isEmpty();
    }
}
