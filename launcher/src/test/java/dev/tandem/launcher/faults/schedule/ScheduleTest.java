package dev.tandem.launcher.faults.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.launcher.Unable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleTest {
    private final Schedule schedule = Schedule.of(
            "node-kill",
            7,
            Fault.of(Duration.ofSeconds(9), Act.KILL, 2),
            Fault.lasting(Duration.ofMillis(1_500), Act.PAUSE, Fault.SINGLETON, Duration.ofSeconds(40)));

    @TempDir
    Path folder;

    @Test
    void it_is_read_as_it_was_written() {
        Path file = folder.resolve("deep/schedule.json");
        Schedule.write(List.of(schedule, Schedule.of("roll", 8)), file);
        assertThat(Schedule.read(file)).containsExactly(schedule, Schedule.of("roll", 8));
    }

    @Test
    void it_is_ordered_by_time_and_told_in_one_line() {
        assertThat(schedule.text()).isEqualTo("+1.5 s pause singleton for 40.0 s; +9.0 s kill 2");
        assertThat(Schedule.of("roll", 8).text()).isEqualTo("no fault planned");
    }

    @Test
    void a_file_that_is_none_is_told_with_its_name() throws Exception {
        Path file =
                Files.writeString(folder.resolve("wrong.json"), "[{\"scenario\":\"a\",\"faults\":[],\"colour\":2}]");
        assertThatThrownBy(() -> Schedule.read(file))
                .isInstanceOf(Unable.class)
                .hasMessageContaining("wrong.json")
                .hasMessageContaining("colour");
    }
}
