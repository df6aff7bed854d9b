package dev.tandem.launcher.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneGreetingTest {
    private final OneGreeting i5 = new OneGreeting();

    @Test
    void a_greeting_in_each_call_is_fine() {
        MadeUp history = new MadeUp()
                .line(1, "a", "greeting", "\"text\":\"Hello\"")
                .line(2, "b", "greeting", "\"text\":\"Hello\"");
        assertThat(i5.violations(history.evidence())).isEmpty();
    }

    @Test
    void a_second_one_is_reported_without_its_words() {
        MadeUp history = new MadeUp()
                .line(1, "a", "greeting", "\"text\":\"Hello\"")
                .line(2, "a", "greeting", "\"text\":\"Hello\"");
        assertThat(i5.violations(history.evidence())).singleElement().satisfies(violation -> {
            assertThat(violation.callId()).isEqualTo("a");
            assertThat(violation.evidence()).hasSize(2).noneMatch(line -> line.contains("Hello"));
        });
    }
}
