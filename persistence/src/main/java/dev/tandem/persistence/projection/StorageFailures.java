package dev.tandem.persistence.projection;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.type.codec.CodecNotFoundException;
import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.pattern.CircuitBreakerOpenException;

/** Tells failures of the storage, which pass and are waited for, from calls that cannot be projected, which do not. */
final class StorageFailures {

    private StorageFailures() {}

    static boolean isOne(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof DriverException && !(cause instanceof CodecNotFoundException)
                || cause instanceof TimeoutException
                || cause instanceof CircuitBreakerOpenException
                || cause instanceof IOException && !(cause instanceof JacksonException);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
