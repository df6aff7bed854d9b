package dev.tandem.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.call.Call;
import dev.tandem.simulator.call.CallRegistry;
import dev.tandem.simulator.call.CallState;
import dev.tandem.simulator.call.SessionRules;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.fault.Fault;
import dev.tandem.simulator.fault.FaultKind;
import dev.tandem.simulator.fault.Faults;
import dev.tandem.simulator.http.Exchange;
import dev.tandem.simulator.json.Json;
import java.util.List;
import java.util.Optional;

/** {@code POST /v1/realtime/calls/{call_id}/accept|reject|refer|hangup}; success is 200 with an empty body. */
public final class CallControl {
    /** The vendor's default for a reject without a body: 603 Decline. */
    private static final int DECLINE = 603;

    private final String key;
    private final CallRegistry calls;
    private final Faults faults;

    /** Control of the calls of a registry, behind a key. */
    public CallControl(String key, CallRegistry calls, Faults faults) {
        this.key = key;
        this.calls = calls;
        this.faults = faults;
    }

    /** Answers one request below {@code /v1/realtime/calls/}. */
    public void answer(Exchange exchange) {
        List<String> path = exchange.segments();
        if (!exchange.isAuthorised(key)) {
            exchange.refuse(401, ErrorDetail.invalid("invalid_api_key", "Incorrect API key provided."));
        } else if (path.size() != 5 || !path.get(4).matches("accept|reject|refer|hangup")) {
            exchange.refuse(404, ErrorDetail.invalid("unknown_url", "Unknown request URL."));
        } else if (!exchange.method().equals("POST")) {
            exchange.refuse(405, ErrorDetail.invalid("method_not_supported", "Only POST is accepted here."));
        } else {
            Optional<Call> call = calls.find(path.get(3));
            if (call.isEmpty()
                    || call.get().state() == CallState.LEFT
                    || call.get().state() == CallState.ENDED) {
                exchange.refuse(404, gone());
            } else {
                answer(exchange, path.get(4), call.get());
            }
        }
    }

    private void answer(Exchange exchange, String verb, Call call) {
        switch (verb) {
            case "accept" -> accept(exchange, call);
            case "reject" -> reject(exchange, call);
            case "refer" -> refer(exchange, call);
            default -> hangUp(exchange, call);
        }
    }

    private void accept(Exchange exchange, Call call) {
        if (acceptGoesWrong(exchange, call)) {
            return;
        }
        Optional<ErrorDetail> mistake = stateMistake(call);
        Optional<JsonNode> body = exchange.json();
        if (mistake.isEmpty()) {
            mistake = body.map(SessionRules::ofAccept).orElseGet(() -> Optional.of(notJson()));
        }
        if (mistake.isPresent()) {
            refuseAccept(exchange, call, 400, mistake.get());
            return;
        }
        call.accept((ObjectNode) body.get());
        if (faults.take(FaultKind.ACCEPT_LOST, call.id()).isPresent()) {
            return;
        }
        Optional<Fault> slow = faults.take(FaultKind.ACCEPT_SLOW, call.id());
        if (slow.isPresent()) {
            exchange.answerEmptyAfter(slow.get().afterMs(), 200);
        } else {
            exchange.answerEmpty(200);
        }
    }

    private boolean acceptGoesWrong(Exchange exchange, Call call) {
        if (faults.take(FaultKind.ACCEPT_HANG, call.id()).isPresent()) {
            call.note("accept_refused", Json.object().put("status", 0).put("reason", "accept_hang"));
        } else if (faults.take(FaultKind.ACCEPT_404, call.id()).isPresent()) {
            refuseAccept(exchange, call, 404, gone());
            call.leave("left_before_answer");
        } else if (faults.take(FaultKind.ACCEPT_500, call.id()).isPresent()) {
            refuseAccept(exchange, call, 500, ErrorDetail.server("The server had an error."));
        } else if (faults.take(FaultKind.ACCEPT_429, call.id()).isPresent()) {
            refuseAccept(exchange, call, 429, ErrorDetail.rateLimited());
        } else {
            return false;
        }
        return true;
    }

    private static void refuseAccept(Exchange exchange, Call call, int status, ErrorDetail error) {
        call.note(
                "accept_refused",
                Json.object().put("status", status).put("reason", error.code().orElse(error.type())));
        exchange.refuse(status, error);
    }

    private void reject(Exchange exchange, Call call) {
        if (faults.take(FaultKind.REJECT_500, call.id()).isPresent()) {
            exchange.refuse(500, ErrorDetail.server("The server had an error."));
            return;
        }
        Optional<ErrorDetail> mistake = stateMistake(call);
        Optional<JsonNode> body = exchange.hasNoBody() ? Optional.of(Json.object()) : exchange.json();
        int status = DECLINE;
        if (mistake.isEmpty()) {
            JsonNode given = body.orElse(Json.array());
            JsonNode code = given.path("status_code");
            if (!given.isObject()) {
                mistake = Optional.of(notJson());
            } else if (code.isInt() && code.intValue() >= 300 && code.intValue() <= 699) {
                status = code.intValue();
            } else if (!code.isMissingNode() && !code.isNull()) {
                mistake = Optional.of(ErrorDetail.invalid(
                        "invalid_value", "status_code must be a SIP status from 300 to 699.", "status_code"));
            }
        }
        if (mistake.isPresent()) {
            exchange.refuse(400, mistake.get());
            return;
        }
        call.reject(status);
        exchange.answerEmpty(200);
    }

    private void refer(Exchange exchange, Call call) {
        Optional<String> target = exchange.json().flatMap(body -> Json.text(body, "target_uri"));
        if (faults.take(FaultKind.REFER_500, call.id()).isPresent()) {
            exchange.refuse(500, ErrorDetail.server("The server had an error."));
        } else if (call.state() != CallState.LIVE) {
            exchange.refuse(400, notLive());
        } else if (target.filter(uri -> uri.matches("(tel|sips?):.{1,256}")).isEmpty()) {
            exchange.refuse(
                    400, ErrorDetail.invalid("invalid_value", "target_uri must be a tel: or sip: URI.", "target_uri"));
        } else {
            call.refer(target.get());
            exchange.answerEmpty(200);
        }
    }

    private void hangUp(Exchange exchange, Call call) {
        if (faults.take(FaultKind.HANGUP_500, call.id()).isPresent()) {
            exchange.refuse(500, ErrorDetail.server("The server had an error."));
        } else if (call.state() == CallState.LIVE) {
            call.hangUp();
            exchange.answerEmpty(200);
        } else {
            exchange.refuse(400, notLive());
        }
    }

    private static Optional<ErrorDetail> stateMistake(Call call) {
        return switch (call.state()) {
            case LIVE ->
                Optional.of(ErrorDetail.invalid("call_already_accepted", "The call has already been accepted."));
            case REJECTED ->
                Optional.of(ErrorDetail.invalid("call_already_rejected", "The call has already been rejected."));
            case LEFT, ENDED -> Optional.of(gone());
            case RINGING -> Optional.empty();
        };
    }

    private static ErrorDetail gone() {
        return ErrorDetail.invalid("call_id_not_found", "No session found for the provided call_id");
    }

    private static ErrorDetail notLive() {
        return ErrorDetail.invalid("call_not_accepted", "The call has not been accepted.");
    }

    private static ErrorDetail notJson() {
        return ErrorDetail.invalid("invalid_json", "The body is not a JSON object.");
    }
}
