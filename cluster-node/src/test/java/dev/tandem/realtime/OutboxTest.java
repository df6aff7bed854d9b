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
        outbox.add(first, 100);
        outbox.add(second, 100);
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
        outbox.add(longTurn, 100);
        outbox.add(second, 100);
        outbox.add(third, 100);
        assertThat(outbox.first(2, 10_000)).containsExactly(longTurn, second);
        assertThat(outbox.first(2, 500)).containsExactly(longTurn);
        assertThat(outbox.all()).containsExactly(longTurn, second, third);
    }

    @Test
    void is_bounded_by_count() {
        Outbox outbox = new Outbox(2, 10_000, 0);
        assertThat(outbox.add(turn("item_1", "a"), 100)).isEqualTo(Outbox.Place.MEMORY);
        assertThat(outbox.add(turn("item_2", "b"), 100)).isEqualTo(Outbox.Place.MEMORY);
        assertThat(outbox.add(turn("item_3", "c"), 100)).isEqualTo(Outbox.Place.NOWHERE);
        assertThat(outbox.all()).hasSize(2);
    }

    @Test
    void is_bounded_by_characters_and_has_room_again_after_an_acknowledgement() {
        Outbox outbox = new Outbox(100, 1_000, 0);
        CallEvent.Observed longTurn = turn("item_1", "x".repeat(800));
        assertThat(outbox.add(longTurn, 100)).isEqualTo(Outbox.Place.MEMORY);
        assertThat(outbox.add(turn("item_2", "y".repeat(100)), 100)).isEqualTo(Outbox.Place.NOWHERE);
        outbox.acknowledge(longTurn.factId());
        assertThat(outbox.add(turn("item_2", "y".repeat(100)), 100)).isEqualTo(Outbox.Place.MEMORY);
    }

    private static CallEvent.TurnTranscribed turn(String itemId, String text) {
        return new CallEvent.TurnTranscribed(Instant.EPOCH, itemId, null, 0, Speaker.CALLER, null, Personal.of(text));
    }
}
