package dev.tandem.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ActivityTest {

    private Instant now = Instant.parse("2026-07-01T09:30:10Z");

    private final Activity activity = new Activity(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void what_happens_is_counted_in_its_minute() {
        activity.answered();
        activity.refused("tenant_limit");
        activity.refused("tenant_limit");
        now = now.plus(Duration.ofMinutes(2));
        activity.unsigned();

        assertThat(activity.minutes()).hasSize(2);
        Activity.Minute first = activity.minutes().getFirst();
        assertThat(first.begin()).isEqualTo(Instant.parse("2026-07-01T09:30:00Z"));
        assertThat(first.answered()).isEqualTo(1);
        assertThat(first.refused()).containsEntry("tenant_limit", 2);
        assertThat(activity.minutes().getLast().unsigned()).isEqualTo(1);
    }

    @Test
    void what_is_older_than_an_hour_is_forgotten() {
        activity.answered();
        now = now.plus(Duration.ofMinutes(Activity.MINUTES - 1));
        assertThat(activity.minutes()).hasSize(1);

        now = now.plus(Duration.ofMinutes(1));
        assertThat(activity.minutes()).isEmpty();
        activity.refused("global_limit");
        assertThat(activity.minutes()).singleElement().satisfies(minute -> {
            assertThat(minute.answered()).isZero();
            assertThat(minute.refused()).containsOnlyKeys("global_limit");
        });
    }

    @Test
    void minutes_of_several_nodes_add_up() {
        activity.answered();
        activity.refused("global_limit");
        Activity.Minute minute = activity.minutes().getFirst();

        Activity.Minute sum = minute.plus(minute);

        assertThat(sum.answered()).isEqualTo(2);
        assertThat(sum.refused()).containsEntry("global_limit", 2);
    }
}
