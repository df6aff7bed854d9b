package dev.tandem.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;

/** One turn of the conversation: from the caller's last word to the last thing the agent did about it, known when the next one begins. */
final class TurnSpan {

    private final Span span;
    private final Context within;
    private Instant lastedTo;

    private TurnSpan(Span span, Context within, Instant begun) {
        this.span = span;
        this.within = within;
        this.lastedTo = begun;
    }

    static TurnSpan begin(Tracer tracer, Context call, int number, Instant at) {
        Span span = tracer.spanBuilder("turn")
                .setParent(call)
                .setStartTimestamp(at)
                .setAttribute("tandem.turn.number", number)
                .startSpan();
        return new TurnSpan(span, call.with(span), at);
    }

    Span span() {
        return span;
    }

    Context within() {
        return within;
    }

    void lastedTo(Instant at) {
        lastedTo = at.isAfter(lastedTo) ? at : lastedTo;
    }

    void end() {
        span.end(lastedTo);
    }
}
