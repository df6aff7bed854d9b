package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.call.CallState;
import dev.tandem.simulator.caller.Pace;
import dev.tandem.simulator.fault.FaultSchedule;
import dev.tandem.simulator.json.Json;
import dev.tandem.simulator.truth.TruthLine;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers who speak, hang up or keep silent at a chosen moment, and faults that a schedule plans for them. */
class PlannedCallersTest {
    private static final String LONG =
            "It comes on Tuesday in the morning, between eight and ten, and the driver calls.";

    private SimulatorKit kit;

    @BeforeEach
    void start() {
        kit = new SimulatorKit(settings -> settings.withSpeed(50));
    }

    @AfterEach
    void stop() {
        kit.close();
    }

    @Test
    void a_barge_in_after_response_done_cuts_the_playback_and_truncates_what_was_not_heard() {
        String callId = kit.offerTurns("""
                [{"speaker":"caller","text":"When?"},{"speaker":"agent","text":"%s"},
                 {"speaker":"caller","text":"Thanks!","interrupts_at":0.7},{"speaker":"agent","text":"Bye."}]
                """.formatted(LONG));
        SidebandClient client = play(callId);
        TruthLine truncated = kit.truth(callId, "truncated").getFirst();
        long whole = Pace.speechMs(LONG);
        assertThat(truncated.fields().path("audio_end_ms").asLong()).isBetween(whole * 6 / 10, whole - 1);
        assertThat(truncated.fields().path("told").asBoolean()).isTrue();
        assertThat(client.events("output_audio_buffer.cleared")).hasSize(1);
        assertThat(client.events("response.done"))
                .allMatch(event -> event.at("/response/status").asText().equals("completed"));
        int done = lastBefore(client, "output_audio_buffer.cleared", "response.done");
        assertThat(done).isPositive();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.9})
    void a_caller_hangs_up_at_a_chosen_moment_of_the_agents_words(double moment) {
        String callId = kit.offerTurns("""
                [{"speaker":"caller","text":"When?"},{"speaker":"agent","text":"%s"},
                 {"speaker":"caller","hangs_up":true,"hangs_up_at":%s}]
                """.formatted(LONG, moment));
        play(callId);
        assertThat(kit.endReason(callId)).isEqualTo("caller_hung_up");
        List<String> spoken = kit.spoken(callId);
        boolean whole = spoken.getLast().equals(LONG);
        assertThat(LONG).startsWith(spoken.getLast());
        assertThat(whole).isEqualTo(moment > 0.4);
    }

    @Test
    void silence_over_the_idle_timeout_lets_the_agent_ask() {
        String callId = kit.offerTurns("""
                [{"speaker":"caller","text":"Hm."},{"speaker":"agent","text":"Yes?"},
                 {"speaker":"caller","silence_ms":20000},{"speaker":"caller","text":"Sorry."}]
                """);
        var session = SimulatorKit.session();
        ((ObjectNode) session.at("/audio/input"))
                .putObject("turn_detection")
                .put("type", "server_vad")
                .put("idle_timeout_ms", 6_000);
        kit.post("/v1/realtime/calls/" + callId + "/accept", Json.write(session));
        SidebandClient client = kit.attach(callId, kit::behave);
        kit.awaitState(callId, CallState.ENDED);
        client.closed().join();
        JsonNode triggered =
                client.events("input_audio_buffer.timeout_triggered").getFirst();
        Schemas.assertValidEvent(triggered);
        assertThat(triggered.path("audio_end_ms").asLong()
                        - triggered.path("audio_start_ms").asLong())
                .isGreaterThanOrEqualTo(5_900);
        assertThat(kit.spoken(callId)).contains("Are you still there?");
    }

    @Test
    void a_schedule_hits_the_same_calls_again() {
        String schedule = """
                {"seed": 5, "faults": [{"fault": "accept_429", "share": 0.5}]}""";
        assertThat(refusedAccepts(schedule)).isEqualTo(refusedAccepts(schedule));
        assertThat(refusedAccepts(schedule)).contains(true, false);
        assertThat(refusedAccepts(schedule.replace("5,", "6,"))).isNotEqualTo(refusedAccepts(schedule));
    }

    @Test
    void a_wrong_schedule_is_refused_with_its_place() {
        var answer = kit.post("/simulator/fault-schedule", "{\"faults\":[{\"fault\":\"earthquake\"}]}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("faults[0].fault: unknown fault 'earthquake'");
    }

    private List<Boolean> refusedAccepts(String schedule) {
        try (SimulatorKit run = new SimulatorKit()) {
            run.simulator.follow(FaultSchedule.read(Json.read(schedule).orElseThrow()));
            return IntStream.range(0, 16)
                    .mapToObj(i -> run.accept(run.offer("order_lookup")).statusCode() == 429)
                    .toList();
        }
    }

    private SidebandClient play(String callId) {
        SidebandClient client = kit.answer(callId);
        kit.awaitState(callId, CallState.ENDED);
        client.closed().join();
        return client;
    }

    private static int lastBefore(SidebandClient client, String event, String wanted) {
        List<String> types = client.types();
        return types.subList(0, types.indexOf(event)).lastIndexOf(wanted);
    }
}
