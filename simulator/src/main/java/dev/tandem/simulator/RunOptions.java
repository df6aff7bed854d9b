package dev.tandem.simulator;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a run as a whole behaves, beside its people and its endpoints.
 *
 * @param faultSchedule a file with faults planned for the run
 * @param deterministic whether every session has a clock of its own that waits for its client
 * @param enforceLimits whether responses over the rate limits fail
 * @param requestsPerMinute the limit that {@code rate_limits.updated} reports
 * @param tokensPerMinute the limit that {@code rate_limits.updated} reports
 * @param keyStore a PKCS#12 file; with it TLS is served on the same port beside plain HTTP
 * @param keyStorePassword its password
 */
public record RunOptions(
        Optional<Path> faultSchedule,
        boolean deterministic,
        boolean enforceLimits,
        long requestsPerMinute,
        long tokensPerMinute,
        Optional<Path> keyStore,
        String keyStorePassword) {
    /** The limits of the vendor's example event. */
    public static final long REQUESTS_PER_MINUTE = 1_000;
    /** The limits of the vendor's example event. */
    public static final long TOKENS_PER_MINUTE = 50_000;

    /** No faults, the wall's clock, limits that are only reported, no TLS. */
    public static RunOptions defaults() {
        return new RunOptions(
                Optional.empty(), false, false, REQUESTS_PER_MINUTE, TOKENS_PER_MINUTE, Optional.empty(), "");
    }

    /** The same with a clock that waits. */
    public RunOptions stepped() {
        return new RunOptions(
                faultSchedule, true, enforceLimits, requestsPerMinute, tokensPerMinute, keyStore, keyStorePassword);
    }

    /** The same with TLS. */
    public RunOptions withTls(Path file, String password) {
        return new RunOptions(
                faultSchedule,
                deterministic,
                enforceLimits,
                requestsPerMinute,
                tokensPerMinute,
                Optional.of(file),
                password);
    }

    /** The same with a schedule of faults. */
    public RunOptions withFaultSchedule(Path file) {
        return new RunOptions(
                Optional.of(file),
                deterministic,
                enforceLimits,
                requestsPerMinute,
                tokensPerMinute,
                keyStore,
                keyStorePassword);
    }

    /** The same with limits that are enforced. */
    public RunOptions withLimits(long requests, long tokens) {
        return new RunOptions(faultSchedule, deterministic, true, requests, tokens, keyStore, keyStorePassword);
    }
}
