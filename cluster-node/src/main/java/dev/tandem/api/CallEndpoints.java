package dev.tandem.api;

import static dev.tandem.http.Endpoint.Access.ADMIN;
import static org.apache.pekko.http.javadsl.model.HttpMethods.GET;
import static org.apache.pekko.http.javadsl.model.HttpMethods.POST;

import dev.tandem.http.Answers;
import dev.tandem.http.Deadline;
import dev.tandem.http.Endpoint;
import dev.tandem.http.Endpoint.Exchange;
import dev.tandem.http.Refusal;
import dev.tandem.persistence.read.Calls;
import dev.tandem.protocol.api.CallView;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be read of calls, and the one thing that can be done to one. */
final class CallEndpoints {

    private static final Logger LOG = LoggerFactory.getLogger("api");

    private static final int MAX_ID = 256;

    record Caller(String callId, String from) {}

    record Events(String callId, List<CallView.EventView> events) {}

    record Transcript(String callId, List<CallView.TranscriptLine> transcript) {}

    record Hangup(String callId, String status) {}

    private final Calls calls;
    private final Hangups hangups;
    private final Patience patience;
    private final IdempotencyKeys<Hangups.Answer> keys = new IdempotencyKeys<>();

    CallEndpoints(Calls calls, Hangups hangups, Patience patience) {
        this.calls = calls;
        this.hangups = hangups;
        this.patience = patience;
    }

    List<Endpoint> table() {
        return List.of(
                Endpoint.of(GET, "/api/v1/calls", ADMIN, this::list),
                Endpoint.of(GET, "/api/v1/calls/{id}", ADMIN, this::call),
                Endpoint.of(GET, "/api/v1/calls/{id}/events", ADMIN, this::events),
                Endpoint.of(GET, "/api/v1/calls/{id}/transcript", ADMIN, this::transcript),
                Endpoint.of(POST, "/api/v1/calls/{id}/reveal", ADMIN, this::reveal),
                Endpoint.of(POST, "/api/v1/calls/{id}/hangup", ADMIN, this::hangup));
    }

    private CompletionStage<HttpResponse> list(Exchange exchange) {
        CallQuery query = CallQuery.parse(exchange.request().getUri().query().toMultiMap());
        return patience.ask(exchange, () -> calls.list(query.filter(), query.cursor(), query.limit()))
                .exceptionally(failure -> {
                    if (Deadline.cause(failure) instanceof IllegalArgumentException) {
                        throw Refusal.badRequest(
                                "invalid_cursor", "cursor must be the next_cursor of a page of the same list.");
                    }
                    throw new CompletionException(Deadline.cause(failure));
                })
                .thenApply(Answers::ok);
    }

    private CompletionStage<HttpResponse> call(Exchange exchange) {
        return found(exchange).thenApply(Answers::ok);
    }

    private CompletionStage<HttpResponse> transcript(Exchange exchange) {
        return found(exchange)
                .thenApply(call -> Answers.ok(
                        new Transcript(call.id(), call.transcript() == null ? List.of() : call.transcript())));
    }

    private CompletionStage<HttpResponse> events(Exchange exchange) {
        String id = id(exchange);
        return patience.ask(exchange, () -> calls.events(id)).thenApply(events -> {
            if (events.isEmpty()) {
                throw unknown();
            }
            return Answers.ok(new Events(id, events));
        });
    }

    /** Leaves a trace: who sees a whole number can be asked why. */
    private CompletionStage<HttpResponse> reveal(Exchange exchange) {
        String id = id(exchange);
        return patience.ask(exchange, () -> calls.caller(id)).thenApply(caller -> {
            String number = caller.orElseThrow(CallEndpoints::unknown).text();
            LOG.info("call={} the caller's number was shown, request {}", id, exchange.requestId());
            return Answers.ok(new Caller(id, number));
        });
    }

    private CompletionStage<HttpResponse> hangup(Exchange exchange) {
        String id = id(exchange);
        String key = exchange.request()
                .getHeader(IdempotencyKeys.HEADER)
                .map(HttpHeader::value)
                .orElse(null);
        return keys.once(key, id, () -> patience.ask(exchange, () -> hangups.hangup(id)))
                .thenApply(answer -> switch (answer) {
                    case Hangups.Answer.Requested requested ->
                        Answers.json(StatusCodes.ACCEPTED, new Hangup(id, "stopping"));
                    case Hangups.Answer.AlreadyEnded ended ->
                        throw Refusal.of(StatusCodes.CONFLICT, "call_already_ended", "The call is over already.");
                    case Hangups.Answer.UnknownCall unknown -> throw unknown();
                });
    }

    private CompletionStage<CallView> found(Exchange exchange) {
        String id = id(exchange);
        return patience.ask(exchange, () -> calls.call(id)).thenApply(call -> call.orElseThrow(CallEndpoints::unknown));
    }

    /** Ids are the carriers' own and opaque; one that no carrier could have given belongs to no call. */
    private static String id(Exchange exchange) {
        String id = exchange.path("id");
        if (id.isEmpty() || id.length() > MAX_ID || !id.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw unknown();
        }
        return id;
    }

    private static Refusal unknown() {
        return Refusal.notFound("call_not_found", "No such call was ever offered.");
    }
}
