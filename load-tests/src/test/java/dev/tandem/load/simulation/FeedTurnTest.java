package dev.tandem.load.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeedTurnTest {
    @Test
    void only_turns_name_an_item() {
        assertThat(
                        FeedTurn.itemOf(
                                "{\"event\":\"turn\",\"id\":\"42\",\"data\":{\"call_id\":\"c\",\"item_id\":\"item_002\",\"text\":\"Yes.\"}}"))
                .hasValue("item_002");
        assertThat(FeedTurn.itemOf("{\"event\":\"call\",\"data\":{\"item_id\":\"item_002\"}}"))
                .isEmpty();
        assertThat(FeedTurn.itemOf("{\"event\":\"turn\",\"data\":{}}")).isEmpty();
        assertThat(FeedTurn.itemOf("heartbeat")).isEmpty();
    }
}
