package dev.tandem.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.Speaker;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutboxTest {

    @Test
    void keeps_facts_in_order_until_they_are_acknowledged() {
        Outbox outbox = new Outbox(10, 10_000, 0);
        CallEvent.Observed first = turn("item_1", "hello");
        CallEvent.Observed second = turn("item_2", "good day");
        outbox.addToMemory(first);
        outbox.addToMemory(second);
        assertThat(outbox.all()).containsExactly(first, second);
        outbox.acknowledge(second.factId());
        outbox.acknowledge("turn/unknown/0");
        assertThat(outbox.all()).containsExactly(first);
        outbox.acknowledge(first.factId());
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void what_is_told_together_is_bounded_and_never_nothing() {
        Outbox outbox = new Outbox(10, 10_000, 0);
        CallEvent.Observed longTurn = turn("item_1", "x".repeat(800));
        CallEvent.Observed second = turn("item_2", "b");
        CallEvent.Observed third = turn("item_3", "c");
        assertThat(outbox.first(2, 500)).isEmpty();
        outbox.addToMemory(longTurn);
        outbox.addToMemory(second);
        outbox.addToMemory(third);
        assertThat(outbox.first(2, 10_000)).containsExactly(longTurn, second);
        assertThat(outbox.first(2, 500)).containsExactly(longTurn);
        assertThat(outbox.all()).containsExactly(longTurn, second, third);
    }

    @Test
    void is_bounded_by_count() {
        Outbox outbox = new Outbox(2, 10_000, 0);
        assertThat(outbox.addToMemory(turn("item_1", "a"))).isTrue();
        assertThat(outbox.addToMemory(turn("item_2", "b"))).isTrue();
        assertThat(outbox.addToMemory(turn("item_3", "c"))).isFalse();
        assertThat(outbox.all()).hasSize(2);
    }

    @Test
    void is_bounded_by_characters_and_has_room_again_after_an_acknowledgement() {
        Outbox outbox = new Outbox(100, 1_000, 0);
        CallEvent.Observed longTurn = turn("item_1", "x".repeat(800));
        assertThat(outbox.addToMemory(longTurn)).isTrue();
        assertThat(outbox.addToMemory(turn("item_2", "y".repeat(100)))).isFalse();
        outbox.acknowledge(longTurn.factId());
        assertThat(outbox.addToMemory(turn("item_2", "y".repeat(100)))).isTrue();
    }

    @Test
    void nothing_overtakes_what_went_to_the_file_which_is_bounded_by_bytes() {
        Outbox outbox = new Outbox(1, 10_000, 150);
        CallEvent.Observed first = turn("item_1", "a");
        outbox.addToMemory(first);
        assertThat(outbox.addToFile(100)).isTrue();
        assertThat(outbox.addToFile(100)).isFalse();
        outbox.acknowledge(first.factId());
        assertThat(outbox.addToMemory(turn("item_3", "c"))).isFalse();
        assertThat(outbox.isEmpty()).isFalse();
    }

    private static CallEvent.TurnTranscribed turn(String itemId, String text) {
        return new CallEvent.TurnTranscribed(Instant.EPOCH, itemId, null, 0, Speaker.CALLER, null, Personal.of(text));
    }
}
