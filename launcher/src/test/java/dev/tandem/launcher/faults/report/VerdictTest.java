package dev.tandem.launcher.faults.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.launcher.faults.check.Violation;
import dev.tandem.launcher.faults.schedule.Schedule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {

    private static Verdict broken(String... promises) {
        List<Violation> violations = Stream.of(promises)
                .map(promise -> Violation.told(promise, "", "was broken"))
                .toList();
        return new Verdict("roll", 1, "ci", 1, new Schedule("roll", 1, List.of()), Map.of(), violations);
    }

    @ParameterizedTest
    @ValueSource(strings = {"I1", "I3", "I5", "I9"})
    void a_promise_without_a_clock_is_never_the_machines_fault(String promise) {
        assertThat(broken("I7", promise).mayBeTheMachine()).isFalse();
    }

    @Test
    void a_late_answer_may_be_the_machines_fault_and_a_kept_promise_is_nobodys() {
        assertThat(broken("I7", "roll").mayBeTheMachine()).isTrue();
        assertThat(broken().mayBeTheMachine()).isFalse();
        assertThat(broken().passed()).isTrue();
    }
}
