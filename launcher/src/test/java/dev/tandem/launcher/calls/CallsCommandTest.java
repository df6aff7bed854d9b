package dev.tandem.launcher.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.launcher.FakeServer;
import dev.tandem.launcher.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallsCommandTest {
    private static final String CALL = """
            {"id":"rtc_1","tenant":"acme","agent":{"name":"receptionist","version":"3"},"from":"+1*******99","to":"+18005550100",
             "status":"finished","termination":{"result":"finished","reason":"caller_left"},"offered_at":"2026-01-01T10:00:00Z",
             "duration_ms":61500,"turns":2,"cost":{"total":0.0123},"gaps":[{"ms":900}],
             "tool_calls":[{"name":"lookup_order","arguments":"{\\"order_id\\":7}","outcome":"succeeded"}],
             "summary":{"state":"ready","summary":"Asked for a parcel.","intent":"where is it","follow_ups":["call back"]},
             "transcript":[{"speaker":"agent","text":"Hello"},{"speaker":"caller","text":"My \\u001b[2Jparcel","interrupted":true}]}
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private FakeServer node;

    @BeforeEach
    void start() throws IOException {
        node = new FakeServer(0)
                .on("/api/v1/calls/rtc_1", 200, CALL)
                .on(
                        "/api/v1/calls/rtc_1/events",
                        200,
                        "{\"events\":[{\"seq\":1,\"event\":\"CallOffered\",\"at\":\"now\",\"data\":{}}]}")
                .on("/api/v1/calls/rtc_404", 404, "{\"detail\":\"There is no call rtc_404.\"}")
                .on("/api/v1/calls", exchange -> {
                    boolean known =
                            "Bearer right".equals(exchange.getRequestHeaders().getFirst("Authorization"));
                    FakeServer.reply(exchange, known ? 200 : 401, known ? "{\"calls\":[" + CALL + "]}" : "{}");
                });
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void the_list_shows_a_line_per_call_with_and_without_a_word_for_it() {
        assertThat(calls()).isZero();
        assertThat(calls("list")).isZero();
        assertThat(calls("--list")).isZero();
        assertThat(out.toString()
                        .lines()
                        .filter(line -> line.matches("rtc_1 +acme +finished \\(caller_left\\) .*61\\.5 s +2")))
                .hasSize(3);
    }

    @Test
    void one_call_is_shown_whole() {
        assertThat(calls("show", "rtc_1")).isZero();
        assertThat(out.toString())
                .contains("receptionist 3", "$0.0123", "lookup_order {\"order_id\":7} -> succeeded", "900 ms")
                .contains("Asked for a parcel.", "follow-up  call back", "agent      Hello");
    }

    @Test
    void a_transcript_shows_the_words_and_does_not_steer_the_terminal() {
        assertThat(calls("transcript", "rtc_1")).isZero();
        assertThat(calls("--call-id", "rtc_1", "--transcript")).isZero();
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                agent      Hello
                caller     My  [2Jparcel [interrupted]
                """.repeat(2));
    }

    @Test
    void the_journal_shows_a_line_per_event() {
        assertThat(calls("events", "rtc_1")).isZero();
        assertThat(out.toString()).contains("1  now  CallOffered");
    }

    @Test
    void an_export_is_what_the_api_says() throws Exception {
        Path file = folder.resolve("call.json");
        assertThat(calls("export", "rtc_1", file.toString())).isZero();
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(file.toFile())).isEqualTo(json.readTree(CALL));
        Path all = folder.resolve("calls.json");
        assertThat(calls("--export", all.toString())).isZero();
        assertThat(json.readTree(all.toFile()).path("calls")).hasSize(1);
    }

    @Test
    void errors_are_one_sentence_and_exit_code_1() {
        assertThat(calls("show", "rtc_404")).isEqualTo(1);
        assertThat(err.toString()).contains("There is no call rtc_404.").hasLineCount(1);
    }

    @Test
    void a_wrong_token_and_an_absent_node_are_told_apart() {
        assertThat(execute("calls", "--url", node.base(), "--token", "wrong")).isEqualTo(1);
        assertThat(err.toString()).contains("does not know this token");
        String address = node.base();
        node.close();
        assertThat(execute("calls", "--url", address, "--token", "right")).isEqualTo(1);
        assertThat(err.toString()).contains("no node answers at " + address);
    }

    @Test
    void a_part_of_a_call_needs_the_call() {
        assertThat(calls("--summary")).isEqualTo(2);
    }

    private int calls(String... arguments) {
        String[] whole = new String[arguments.length + 5];
        System.arraycopy(new String[] {"calls", "--url", node.base(), "--token", "right"}, 0, whole, 0, 5);
        System.arraycopy(arguments, 0, whole, 5, arguments.length);
        return execute(whole);
    }

    private int execute(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
