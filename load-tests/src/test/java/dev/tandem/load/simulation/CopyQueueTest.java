package dev.tandem.load.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.load.calls.SignedCopy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CopyQueueTest {
    private final CopyQueue queue = new CopyQueue();

    @Test
    void seven_of_ten_copies_are_due_at_once_and_the_next_one_after_a_second() {
        queue.addAll(IntStream.range(0, 10).mapToObj(CopyQueueTest::copy).toList());
        List<SignedCopy> due = new ArrayList<>();
        for (Optional<SignedCopy> next = queue.next(); next.isPresent(); next = queue.next()) {
            due.add(next.get());
        }
        assertThat(due).hasSizeBetween(7, 8);
        if (due.size() == 7) {
            await().atMost(Duration.ofSeconds(5)).until(() -> queue.next().isPresent());
        }
    }

    @Test
    void a_copy_that_nobody_took_comes_again() {
        queue.again(copy(1));
        await().atMost(Duration.ofSeconds(5)).until(() -> queue.next().equals(Optional.of(copy(1))));
        assertThat(queue.next()).isEmpty();
    }

    private static SignedCopy copy(int number) {
        return new SignedCopy("c", Map.of("webhook-id", "wh_" + number), "{}");
    }
}
