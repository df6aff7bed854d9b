package dev.tandem.load.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallScriptsTest {
    private static final List<String> NUMBERS = List.of("+18005550100", "+18005550110");

    @TempDir
    Path folder;

    @Test
    void the_own_conversations_are_short_and_some_need_tools() {
        List<CallScript> own = CallScripts.own().all();
        assertThat(own).hasSizeGreaterThanOrEqualTo(8).allSatisfy(script -> {
            assertThat(script.length()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(30));
            assertThat(script.turns().getLast().path("speaker").asText()).isEqualTo("caller");
        });
        assertThat(own.stream()
                        .flatMap(script -> script.turns().stream())
                        .filter(turn -> turn.has("tool_call") || turn.has("tool_calls")))
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void a_file_of_dialogues_takes_their_place() throws Exception {
        Path file = Files.writeString(
                folder.resolve("calls.jsonl"),
                """
                {"id":"one","services":["X"],"turns":[{"speaker":"caller","text":"Hello?"}]}

                {"id":"two","turns":[{"speaker":"caller","text":"Ça va?"},{"speaker":"agent","text":"Oui.",
                """.replace(",\n", ",")
                        + "\"tool_call\":{\"name\":\"find\",\"arguments\":{\"a\":\"1\"},\"result\":[]}}]}\n");
        assertThat(CallScripts.read(file).all()).extracting(CallScript::id).containsExactly("one", "two");
    }

    @Test
    void a_file_that_holds_no_conversation_is_refused_by_name() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.jsonl"), "\n");
        assertThatThrownBy(() -> CallScripts.read(empty))
                .hasMessageContaining("no conversation")
                .hasMessageContaining("empty.jsonl");
        Path broken = Files.writeString(folder.resolve("broken.jsonl"), "{\"id\":\"a\",\"turns\":[]}\n");
        assertThatThrownBy(() -> CallScripts.read(broken)).hasMessageContaining("a conversation has turns");
        Path noJson = Files.writeString(folder.resolve("text.jsonl"), "hello\n");
        assertThatThrownBy(() -> CallScripts.read(noJson)).hasMessageContaining("conversation 1 is no JSON");
    }

    @Test
    void offers_take_numbers_and_conversations_in_turn_and_keep_the_webhook_for_us() {
        Iterator<ObjectNode> offers = CallScripts.own().offers(NUMBERS);
        List<CallScript> own = CallScripts.own().all();
        for (int i = 0; i < own.size() + 3; i++) {
            JsonNode offer = offers.next();
            assertThat(offer.path("to").asText()).isEqualTo(NUMBERS.get(i % 2));
            assertThat(offer.path("deliver").asBoolean(true)).isFalse();
            assertThat(offer.at("/script/turns"))
                    .hasSameElementsAs(own.get(i % own.size()).turns());
        }
    }

    @Test
    void a_long_talk_strings_conversations_together_and_ends_with_the_caller() {
        Duration length = Duration.ofMinutes(5);
        JsonNode offer = CallScripts.own().offers(NUMBERS, length).next();
        CallScript script = CallScript.of(offer.path("script"));
        assertThat(script.length()).isBetween(length, length.plusSeconds(20));
        assertThat(script.turns().getLast().path("speaker").asText()).isEqualTo("caller");
        assertThat(script.turns()).anyMatch(turn -> turn.has("tool_call"));
    }

    @Test
    void a_talk_has_no_more_turns_than_the_simulator_plays() {
        JsonNode offer = CallScripts.own().offers(NUMBERS, Duration.ofHours(5)).next();
        assertThat(offer.at("/script/turns")).hasSize(1_000);
    }
}
