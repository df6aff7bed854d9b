package dev.tandem.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CheckedCallTest {
    private static final List<TruthLine> TRUTH =
            List.of(new TruthLine(0, "a", "agent", "Hello", false), new TruthLine(1, "b", "caller", "Bye", false));

    @Test
    void a_finished_call_with_the_true_transcript_and_a_summary_is_right() throws Exception {
        assertThat(faults(call -> {})).isEmpty();
    }

    @Test
    void a_call_that_failed_is_not_right() throws Exception {
        assertThat(faults(call -> {
                    call.put("status", "failed");
                    call.putObject("termination").put("reason", "sideband_lost");
                }))
                .containsExactly("is failed (sideband_lost)");
    }

    @Test
    void a_wrong_count_of_turns_is_not_right() throws Exception {
        assertThat(faults(call -> call.put("turns", 3))).containsExactly("counts 3 turns where 2 were delivered");
    }

    @Test
    void a_gap_is_not_right() throws Exception {
        assertThat(faults(call -> call.putArray("gaps").addObject().put("ms", 10)))
                .containsExactly("has 1 gap");
    }

    @Test
    void what_is_missing_in_a_call_that_tells_a_gap_is_its_only_fault() throws Exception {
        ObservedCall gapped = observed(call -> {
            call.putArray("gaps").addObject().put("ms", 10);
            ((ArrayNode) call.get("transcript")).remove(1);
        });
        ObservedCall silentLoss = observed(call -> ((ArrayNode) call.get("transcript")).remove(1));
        ObservedCall wrongWords = observed(call -> {
            call.putArray("gaps").addObject().put("ms", 10);
            ((ObjectNode) call.get("transcript").get(1)).put("text", "Hello?");
        });

        assertThat(CheckedCall.of(gapped, TRUTH).rightButForGaps()).isTrue();
        assertThat(CheckedCall.of(silentLoss, TRUTH).rightButForGaps()).isFalse();
        assertThat(CheckedCall.of(wrongWords, TRUTH).rightButForGaps()).isFalse();
    }

    @Test
    void a_summary_that_is_pending_failed_or_empty_is_not_right() throws Exception {
        assertThat(faults(call -> call.remove("summary"))).containsExactly("has no summary");
        assertThat(faults(call -> call.putObject("summary").put("state", "failed")))
                .containsExactly("has no summary");
        assertThat(faults(
                        call -> call.putObject("summary").put("state", "ready").put("summary", " ")))
                .containsExactly("has no summary");
    }

    @Test
    void silence_is_not_right() throws Exception {
        ObservedCall call = observed(json -> {
            json.put("turns", 0);
            json.remove("transcript");
        });
        CheckedCall checked = CheckedCall.of(call, List.of());
        assertThat(checked.transcriptEqual()).isFalse();
        assertThat(checked.faults(false)).containsExactly("has no delivered turn");
    }

    @Test
    void a_refusal_is_right_only_where_limits_are_meant_to_refuse() throws Exception {
        ObservedCall refused = observed(json -> {
            json.put("status", "cancelled").put("turns", 0);
            json.putObject("termination").put("reason", "tenant_limit");
            json.remove(List.of("transcript", "summary"));
        });
        assertThat(CheckedCall.of(refused, List.of()).faults(true)).isEmpty();
        assertThat(CheckedCall.of(refused, List.of()).faults(false)).isNotEmpty();
        assertThat(CheckedCall.of(refused, TRUTH).faults(true)).containsExactly("was refused and yet spoke");
    }

    @Test
    void a_call_settles_when_its_summary_is_there_or_has_failed_or_nobody_answered() throws Exception {
        assertThat(observed(json -> {}).settled()).isTrue();
        assertThat(observed(json -> json.putObject("summary").put("state", "pending"))
                        .settled())
                .isFalse();
        assertThat(observed(json -> json.putObject("summary").put("state", "failed"))
                        .settled())
                .isTrue();
        assertThat(observed(json -> json.put("status", "cancelled").remove("summary"))
                        .settled())
                .isTrue();
        assertThat(observed(json -> json.put("status", "running")).settled()).isFalse();
    }

    private static List<String> faults(Consumer<ObjectNode> change) throws Exception {
        return CheckedCall.of(observed(change), TRUTH).faults(false);
    }

    private static ObservedCall observed(Consumer<ObjectNode> change) throws Exception {
        ObjectNode call = (ObjectNode) new ObjectMapper().readTree("""
                        {"id":"rtc_1","tenant":"acme","status":"finished","termination":{"result":"finished","reason":"caller_left"},
                         "turns":2,"tool_calls":[],"gaps":[],"cost":{"total":0.0123},"summary":{"state":"ready","summary":"They said hello."},
                         "transcript":[{"item_id":"a","speaker":"agent","text":"Hello","interrupted":false},
                                       {"item_id":"b","speaker":"caller","text":"Bye","interrupted":false}]}
                        """);
        change.accept(call);
        return ObservedCall.of(call);
    }
}
