package dev.tandem.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.fasterxml.jackson.core.JsonParseException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class StorageFailuresTest {

    @Test
    void a_storage_that_does_not_answer_is_waited_for() {
        assertThat(StorageFailures.isOne(new NoNodeAvailableException())).isTrue();
        assertThat(StorageFailures.isOne(new CompletionException(new DriverTimeoutException("late"))))
                .isTrue();
        assertThat(StorageFailures.isOne(new TimeoutException())).isTrue();
        assertThat(StorageFailures.isOne(new IOException("cut"))).isTrue();
    }

    @Test
    void what_cannot_be_read_or_folded_never_will_be() {
        assertThat(StorageFailures.isOne(new JsonParseException(null, "no JSON")))
                .isFalse();
        assertThat(StorageFailures.isOne(new IllegalStateException("no offer"))).isFalse();
        assertThat(StorageFailures.isOne(new CompletionException(new NullPointerException())))
                .isFalse();
    }
}
