package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tandem.simulator.json.Json;
import java.time.Clock;

/** Requests and tokens of the running minute; lives on the event loop. */
public final class RateLimits {
    private static final long WINDOW_MS = 60_000;

    private final Clock clock;
    private final boolean enforced;
    private final long maxRequests;
    private final long maxTokens;
    private long windowMs;
    private long requests;
    private long tokens;

    /** Limits for one minute; unless they are enforced they are only reported. */
    public RateLimits(Clock clock, boolean enforced, long maxRequests, long maxTokens) {
        this.clock = clock;
        this.enforced = enforced;
        this.maxRequests = maxRequests;
        this.maxTokens = maxTokens;
        this.windowMs = clock.millis();
    }

    /** One more request with its input; false when it is over the limit and must fail. */
    boolean take(long inputTokens) {
        long now = clock.millis();
        if (now - windowMs >= WINDOW_MS) {
            windowMs = now;
            requests = 0;
            tokens = 0;
        }
        if (enforced && (requests + 1 > maxRequests || tokens + inputTokens > maxTokens)) {
            return false;
        }
        requests++;
        tokens += inputTokens;
        return true;
    }

    /** The {@code rate_limits} array at this moment. */
    ArrayNode json() {
        double reset = Math.max(0, windowMs + WINDOW_MS - clock.millis()) / 1_000.0;
        ArrayNode limits = Json.array();
        limit(limits, "requests", maxRequests, requests, reset);
        limit(limits, "tokens", maxTokens, tokens, reset);
        return limits;
    }

    private static void limit(ArrayNode limits, String name, long limit, long used, double reset) {
        limits.addObject()
                .put("name", name)
                .put("limit", limit)
                .put("remaining", Math.max(0, limit - used))
                .put("reset_seconds", reset);
    }
}
