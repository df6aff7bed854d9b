package dev.tandem.api;

import dev.tandem.http.Deadline;
import dev.tandem.http.Endpoint.Exchange;
import dev.tandem.http.Refusal;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the API asks the rest of the node: for so long, and a question that fails is answered 503, because asking again may help. */
record Patience(Duration limit) {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    /** What the question yields; bad arguments stay {@link IllegalArgumentException}s, for they are the caller's. */
    <T> CompletionStage<T> ask(Exchange exchange, Supplier<CompletionStage<T>> question) {
        return Deadline.within(limit, question).exceptionally(failure -> {
            Throwable cause = Deadline.cause(failure);
            if (cause instanceof IllegalArgumentException bad) {
                throw bad;
            }
            LOG.warn("request {} was not answered: {}", exchange.requestId(), cause.toString());
            throw Refusal.unavailable("unavailable", "The answer could not be had now; try again.", 2);
        });
    }
}
