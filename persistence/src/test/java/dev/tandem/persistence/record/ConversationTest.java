package dev.tandem.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private record Link(String item, String previous) {}

    @RepeatedTest(200)
    void any_order_of_arrival_gives_the_conversations_order(RepetitionInfo seed) {
        List<Link> chain = chain(1 + new Random(seed.getCurrentRepetition()).nextInt(60));
        List<Link> arrived = new ArrayList<>(chain);
        Collections.shuffle(arrived, new Random(seed.getCurrentRepetition()));
        assertThat(order(arrived)).as("seed %d", seed.getCurrentRepetition()).isEqualTo(items(chain));
    }

    @RepeatedTest(200)
    void any_subset_with_wrong_links_and_circles_keeps_every_item_once(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        List<Link> arrived = new ArrayList<>();
        int size = random.nextInt(40);
        for (int i = 0; i < size; i++) {
            String previous = random.nextInt(5) == 0 ? null : "i" + random.nextInt(size + 5);
            arrived.add(new Link("i" + random.nextInt(size), previous));
        }
        assertThat(order(arrived))
                .as("seed %d", seed.getCurrentRepetition())
                .containsExactlyInAnyOrderElementsOf(
                        arrived.stream().map(Link::item).distinct().toList());
    }

    @RepeatedTest(50)
    void items_lost_from_the_middle_leave_the_rest_in_order_when_pieces_arrive_in_order(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        List<Link> left =
                chain(40).stream().filter(link -> random.nextInt(4) > 0).toList();
        assertThat(order(left)).isEqualTo(items(left));
    }

    @Test
    void a_late_caller_turn_comes_before_the_answer_to_it() {
        assertThat(order(List.of(
                        new Link("answer", "question"), new Link("greeting", null), new Link("question", "greeting"))))
                .containsExactly("greeting", "question", "answer");
    }

    @Test
    void the_piece_that_names_no_predecessor_is_the_beginning() {
        assertThat(order(List.of(new Link("b", "never seen"), new Link("a", null))))
                .containsExactly("a", "b");
    }

    @Test
    void pieces_behind_unseen_items_follow_by_their_first_arrival() {
        assertThat(order(List.of(
                        new Link("request", "question"),
                        new Link("answer", "tool output"),
                        new Link("question", "greeting"),
                        new Link("thanks", "answer"),
                        new Link("greeting", null))))
                .containsExactly("greeting", "question", "request", "answer", "thanks");
    }

    @Test
    void a_gap_says_where_the_piece_behind_it_belongs() {
        Conversation conversation = new Conversation();
        conversation.item("c", "lost");
        conversation.item("x", "also lost");
        conversation.item("a", "before everything");
        conversation.gap("a", "c");
        assertThat(conversation.order()).containsExactly("a", "c", "x");
    }

    @Test
    void an_item_that_follows_itself_is_kept() {
        assertThat(order(List.of(new Link("a", "a"), new Link("b", "a")))).containsExactly("a", "b");
    }

    @Test
    void a_circle_is_cut_at_its_first_arrival() {
        assertThat(order(List.of(new Link("a", "c"), new Link("b", "a"), new Link("c", "b"))))
                .containsExactly("a", "b", "c");
    }

    @Test
    void a_long_conversation_is_no_matter_of_depth() {
        List<Link> backwards = new ArrayList<>(chain(20_000));
        Collections.reverse(backwards);
        assertThat(order(backwards)).isEqualTo(items(chain(20_000)));
    }

    private static List<Link> chain(int length) {
        List<Link> chain = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            chain.add(new Link("item_" + i, i == 0 ? null : "item_" + (i - 1)));
        }
        return chain;
    }

    private static List<String> order(List<Link> arrived) {
        Conversation conversation = new Conversation();
        arrived.forEach(link -> conversation.item(link.item(), link.previous()));
        return conversation.order();
    }

    private static List<String> items(List<Link> links) {
        return links.stream().map(Link::item).toList();
    }
}
