package dev.tandem.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.launcher.check.CheckedCall;
import dev.tandem.launcher.check.ObservedCall;
import dev.tandem.launcher.check.TruthLine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void a_right_call_is_reported_with_its_numbers() throws Exception {
        Path file = folder.resolve("new/folder/r.json");
        Report.write(file, List.of(call("rtc_1", "rtc_1")), false);
        JsonNode report = JSON.readTree(file.toFile());
        assertThat(report.path("calls").get(0)).isEqualTo(JSON.readTree("""
                                {"call_id":"rtc_1","tenant":"acme","status":"finished","termination":"caller_left","turns":2,"turns_delivered":2,
                                 "tool_calls":1,"transcript_equal":true,"gaps":0,"summary":"They greeted.","cost_usd":0.01,"setup_ms":40,"faults":[]}
                                """));
        assertThat(report.path("totals")).isEqualTo(JSON.readTree("""
                                {"calls":1,"right":1,"finished":1,"failed":0,"cancelled":0,"turns":2,"turns_delivered":2,"tool_calls":1,
                                 "transcript_equal":1,"gaps":0,"summaries":1,"cost_usd":0.01,"setup_ms_p50":40,"setup_ms_max":40}
                                """));
    }

    @Test
    void a_wrong_call_is_counted_and_says_what_is_wrong() throws Exception {
        JsonNode report = Report.json(List.of(call("rtc_1", "rtc_1"), call("rtc_2", "rtc_9")), false);
        assertThat(report.at("/totals/right").asInt()).isEqualTo(1);
        assertThat(report.at("/totals/transcript_equal").asInt()).isEqualTo(1);
        assertThat(report.at("/calls/1/transcript_equal").asBoolean(true)).isFalse();
        assertThat(report.at("/calls/1/faults/0").asText()).isEqualTo("item b differs from byte 9");
    }

    @Test
    void the_table_shows_each_call_and_names_the_wrong_ones() throws Exception {
        List<String> lines = ResultTable.lines(List.of(call("rtc_1", "rtc_1"), call("rtc_2", "rtc_9")), false);
        assertThat(lines)
                .containsExactly(
                        "call   tenant  status    turns  tools  duration  cost     transcript",
                        "rtc_1  acme    finished  2      1      1.5 s     $0.0100  equals the truth",
                        "rtc_2  acme    finished  2      1      1.5 s     $0.0100  DIFFERS in 1",
                        "Call rtc_2 item b differs from byte 9");
    }

    private static CheckedCall call(String id, String truthOf) throws Exception {
        return CheckedCall.of(
                ObservedCall.of(JSON.readTree(FakeCalls.call(id, "finished", true))),
                TruthLine.delivered(FakeCalls.truth(truthOf)));
    }
}
