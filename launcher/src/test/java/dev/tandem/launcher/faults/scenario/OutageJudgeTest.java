package dev.tandem.launcher.faults.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.launcher.faults.check.Violation;
import dev.tandem.launcher.faults.report.Findings;
import dev.tandem.launcher.faults.truth.History;
import dev.tandem.launcher.faults.truth.Stretch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The journal is away from 10 s to 40 s of made-up histories. */
class OutageJudgeTest {
    private static final Stretch OUTAGE = new Stretch(10_000, 40_000);
    private static final String DECLINED =
            "{\\\"error\\\":\\\"The tool is temporarily unavailable and was not used.\\\"}";

    private final Findings findings = new Findings("journal-stop");
    private final StringBuilder lines = new StringBuilder();

    @Test
    void a_call_that_talks_on_is_right() {
        said(0, "accept", "\"to\":\"+1\"");
        said(5_000, "turn", "\"item_id\":\"a\"");
        said(12_000, "turn", "\"item_id\":\"b\"");
        said(20_000, "turn", "\"item_id\":\"c\"");
        said(39_000, "turn", "\"item_id\":\"d\"");
        judge().talkedOn(List.of("rtc_1"));
        assertThat(found()).isEmpty();
        assertThat(findings.figures()).containsEntry("turns_inside_least", 3L).containsEntry("away_s", 30.0);
    }

    @Test
    void a_call_that_falls_silent_or_loses_its_sideband_or_ends_is_found() {
        said(0, "accept", "\"to\":\"+1\"");
        said(12_000, "turn", "\"item_id\":\"b\"");
        said(20_000, "detach", "\"open\":0");
        said(45_000, "ended", "\"reason\":\"caller_hung_up\"");
        judge().talkedOn(List.of("rtc_1"));
        assertThat(found())
                .containsExactly(
                        "had 1 turns while the journal was away",
                        "lost its sideband while the journal was away",
                        "did not outlive the journal's absence: caller_hung_up");
    }

    @Test
    void tools_of_each_effect_that_are_declined_and_never_sent_are_right() {
        for (String tool : List.of("read", "idempotent", "once")) {
            asked(12_000, tool);
            answered(17_000, tool, DECLINED);
        }
        judge().tools(List.of("rtc_1"));
        assertThat(found()).isEmpty();
        assertThat(findings.figures()).containsEntry("tools_inside", 3).containsEntry("tools_unavailable", 3);
    }

    @Test
    void a_tool_that_is_sent_after_it_was_declined_is_found() {
        asked(12_000, "once");
        answered(17_000, "once", DECLINED);
        said(41_000, "tool_request", "\"name\":\"once\",\"request_id\":\"rtc_1/once/1\"");
        judge().tools(List.of("rtc_1"));
        assertThat(found()).contains("the tool call once was declined as not used, and sent");
    }

    @Test
    void a_tool_that_is_answered_late_or_never_is_found() {
        asked(12_000, "read");
        asked(12_000, "once");
        answered(41_000, "once", "{}");
        said(41_000, "tool_request", "\"name\":\"once\",\"request_id\":\"rtc_1/once/1\"");
        judge().tools(List.of("rtc_1"));
        assertThat(found())
                .contains(
                        "the tool call read of the outage was not answered",
                        "the tool call once of the outage was answered after 29000 ms");
    }

    @Test
    void an_offer_that_is_taken_without_a_journal_is_found_and_one_refused_is_right() {
        said(15_000, "delivery", "\"status\":503,\"took_ms\":20");
        judge().refused(List.of("rtc_1"));
        assertThat(found()).isEmpty();
        said(20_000, "delivery", "\"status\":200,\"took_ms\":20");
        judge().refused(List.of("rtc_1"));
        assertThat(found()).singleElement().asString().startsWith("was taken while the journal was away");
    }

    @Test
    void reports_that_are_late_or_missing_are_found() {
        judge().drained(List.of("rtc_1", "rtc_2"), List.of(12_000L), Duration.ofSeconds(10));
        assertThat(found())
                .containsExactly(
                        "1 calls' reports had not reached the journal a minute after its return",
                        "reports were stored only 12000 ms after the journal's return, later than 10000");
    }

    private OutageJudge judge() {
        return new OutageJudge(History.of(lines.toString()), findings, OUTAGE);
    }

    private List<String> found() {
        return findings.violations().stream().map(Violation::what).toList();
    }

    private void asked(long tMs, String tool) {
        said(tMs, "tool_call", "\"name\":\"" + tool + "\",\"tool_call_id\":\"" + tool + "\",\"delivered\":true");
    }

    private void answered(long tMs, String tool, String text) {
        said(tMs, "tool_output", "\"tool_call_id\":\"" + tool + "\",\"text\":\"" + text + "\"");
    }

    private void said(long tMs, String kind, String fields) {
        lines.append("{\"t_ms\":" + tMs + ",\"call_id\":\"rtc_1\",\"kind\":\"" + kind + "\"," + fields + "}\n");
    }
}
