package dev.tandem.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tandem.launcher.api.HttpJson;
import dev.tandem.launcher.check.CheckedCall;
import dev.tandem.launcher.check.ObservedCall;
import dev.tandem.launcher.check.TruthLine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A call of the simulator, as the simulator and the API tell of it. */
record PlacedCall(Product product, String id) {
    private static final Set<String> ENDED = Set.of("finished", "failed", "cancelled");
    private static final Duration END_WITHIN = Duration.ofSeconds(120);
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(250);

    /** The API's view; missing while it knows nothing of the call. */
    JsonNode shown() throws Exception {
        try {
            return product.api().get("/api/v1/calls/" + id);
        } catch (HttpJson.Refused refused) {
            if (refused.status() == 404) {
                return MissingNode.getInstance();
            }
            throw refused;
        }
    }

    /** What happened of one kind, by the truth. */
    List<JsonNode> truth(String kind) throws Exception {
        return product.truth("call_id=" + id + "&kind=" + kind);
    }

    /** The turns that were delivered, by the truth. */
    List<TruthLine> delivered() throws Exception {
        return TruthLine.delivered(product.simulator().text("/simulator/truth?call_id=" + id));
    }

    /** Waits until so many turns were spoken. */
    void awaitTurns(int least) {
        await().atMost(SETTLED_WITHIN)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(() -> truth("turn").size() >= least);
    }

    /** Waits until the API says that it ended; a node that is away for a moment is waited for. */
    JsonNode awaitEnd() {
        return await("the end of the call " + id)
                .atMost(END_WITHIN)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(this::shown, call -> ENDED.contains(call.path("status").asText()));
    }

    /** Waits for the end and requires how it was. */
    JsonNode awaitEnd(String status, String termination) {
        JsonNode call = awaitEnd();
        assertThat(call.path("status").asText() + " "
                        + call.at("/termination/reason").asText())
                .as("the end of the call %s: %s", id, call.path("termination"))
                .isEqualTo(status + " " + termination);
        return call;
    }

    /** Waits for the end and requires that nothing is wrong: every delivered turn told to the byte, none lost, summarised. */
    JsonNode awaitRight(String termination) throws Exception {
        awaitEnd("finished", termination);
        await().atMost(SETTLED_WITHIN)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(checked().faults(false))
                        .as("what is wrong with the call %s", id)
                        .isEmpty());
        return shown();
    }

    /** Waits until the summary is there, or is given up. */
    JsonNode awaitSummary(String state) {
        return await("the summary of the call " + id)
                .atMost(SETTLED_WITHIN)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(
                        () -> shown().path("summary"),
                        summary -> summary.path("state").asText().equals(state));
    }

    CheckedCall checked() throws Exception {
        return CheckedCall.of(ObservedCall.of(shown()), delivered());
    }
}
