package dev.tandem.realtime;

import static dev.tandem.realtime.ResponseGate.Ask.CONTINUE;
import static dev.tandem.realtime.ResponseGate.Ask.GREETING;
import static dev.tandem.realtime.ResponseGate.Ask.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResponseGateTest {

    private final ResponseGate gate = new ResponseGate();

    @Test
    void asks_for_the_greeting_once() {
        gate.wantGreeting();
        assertThat(gate.next()).isEqualTo(GREETING);
        assertThat(gate.next()).isEqualTo(NOTHING);
        gate.responseCreated("resp_1");
        gate.responseDone("resp_1", true);
        assertThat(gate.next()).isEqualTo(NOTHING);
        assertThat(gate.busy()).isFalse();
    }

    @Test
    void leaves_an_ordinary_turn_to_the_server() {
        gate.responseCreated("resp_1");
        assertThat(gate.next()).isEqualTo(NOTHING);
        gate.responseDone("resp_1", true);
        assertThat(gate.next()).isEqualTo(NOTHING);
    }

    @Test
    void continues_only_after_every_tool_of_the_response_is_answered() {
        gate.responseCreated("resp_1");
        gate.responseDone("resp_1", true);
        gate.toolRequested("call_1");
        gate.toolRequested("call_2");
        gate.toolAnswered("call_2");
        assertThat(gate.next()).isEqualTo(NOTHING);
        assertThat(gate.waitsForTools()).isTrue();
        gate.toolAnswered("call_1");
        assertThat(gate.next()).isEqualTo(CONTINUE);
        assertThat(gate.next()).isEqualTo(NOTHING);
    }

    @Test
    void waits_until_the_active_response_is_done() {
        gate.toolRequested("call_1");
        gate.responseCreated("resp_server");
        gate.toolAnswered("call_1");
        assertThat(gate.next()).isEqualTo(NOTHING);
        gate.responseDone("resp_other", true);
        assertThat(gate.next()).isEqualTo(NOTHING);
        gate.responseDone("resp_server", true);
        assertThat(gate.next()).isEqualTo(CONTINUE);
    }

    @Test
    void a_response_of_the_servers_own_takes_in_outputs_written_before_it() {
        gate.toolRequested("call_1");
        gate.toolAnswered("call_1");
        gate.responseCreated("resp_server");
        gate.responseDone("resp_server", true);
        assertThat(gate.next()).isEqualTo(NOTHING);
    }

    @Test
    void asks_again_when_the_server_was_faster() {
        gate.toolRequested("call_1");
        gate.toolAnswered("call_1");
        assertThat(gate.next()).isEqualTo(CONTINUE);
        gate.refused();
        gate.responseCreated("resp_server");
        gate.responseDone("resp_server", true);
        // The server's response began after the output was written: nothing is owed any more.
        assertThat(gate.next()).isEqualTo(NOTHING);
    }

    @Test
    void an_error_that_answers_nothing_of_ours_asks_for_nothing() {
        gate.refused();
        assertThat(gate.next()).isEqualTo(NOTHING);
    }

    @Test
    void a_response_that_only_a_refusal_told_of_is_waited_for() {
        gate.toolRequested("call_1");
        gate.toolAnswered("call_1");
        assertThat(gate.next()).isEqualTo(CONTINUE);
        gate.refused();
        assertThat(gate.next()).isEqualTo(NOTHING);
        gate.responseDone("resp_unheard_of", false);
        assertThat(gate.next()).isEqualTo(CONTINUE);
        gate.refused();
        gate.responseDone("resp_unheard_of", true);
        assertThat(gate.next()).isEqualTo(NOTHING);
    }

    @Test
    void a_greeting_that_was_asked_for_is_never_asked_for_on_another_socket() {
        gate.wantGreeting();
        assertThat(gate.next()).isEqualTo(GREETING);
        gate.detached();
        gate.endsWithOutput(false);
        assertThat(gate.next()).isEqualTo(NOTHING);
    }

    @Test
    void on_a_new_socket_a_continuation_is_asked_for_where_the_conversation_ends_with_an_output() {
        lostWhileAskedToContinue();
        assertThat(gate.next()).isEqualTo(NOTHING);
        assertThat(gate.busy()).isTrue();
        gate.endsWithOutput(true);
        assertThat(gate.next()).isEqualTo(CONTINUE);
    }

    @Test
    void on_a_new_socket_nothing_is_asked_for_where_somebody_has_spoken_since() {
        lostWhileAskedToContinue();
        gate.endsWithOutput(false);
        assertThat(gate.next()).isEqualTo(NOTHING);
        assertThat(gate.busy()).isFalse();
    }

    @Test
    void a_continuation_is_asked_for_also_where_the_end_of_the_conversation_stays_unknown() {
        lostWhileAskedToContinue();
        gate.endIsUnknown();
        assertThat(gate.next()).isEqualTo(CONTINUE);
        gate.responseCreated("resp_1");
        gate.responseDone("resp_1", true);
        gate.detached();
        gate.endIsUnknown();
        assertThat(gate.next()).isEqualTo(NOTHING);
    }

    private void lostWhileAskedToContinue() {
        gate.toolRequested("call_1");
        gate.toolAnswered("call_1");
        assertThat(gate.next()).isEqualTo(CONTINUE);
        gate.detached();
    }
}
