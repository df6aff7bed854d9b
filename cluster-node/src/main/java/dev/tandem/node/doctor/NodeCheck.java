package dev.tandem.node.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a running node says of itself on its operator port.
 *
 * @param operator where it is asked, without a path
 */
record NodeCheck(URI operator, Unready unready) implements Check {

    /** How bad a node is that runs and is not ready. */
    enum Unready {
        WARNING,
        FAILURE
    }

    private static final String SUBJECT = "Node";

    @Override
    public List<Finding> look() {
        try {
            HttpResponse<String> answer = Asking.get(operator.resolve("/ready"), Map.of());
            if (answer.statusCode() == 200) {
                return List.of(Finding.ok(SUBJECT, operator + " is ready for calls"));
            }
            String text = operator + " is not ready: " + reasons(answer);
            return List.of(
                    switch (unready) {
                        case WARNING -> Finding.warn(SUBJECT, text);
                        case FAILURE -> Finding.fail(SUBJECT, text);
                    });
        } catch (IOException nobody) {
            return List.of(Finding.fail(
                    SUBJECT,
                    operator + " does not answer: " + Asking.said(nobody)
                            + ". Does the node run, and may it be reached from here?"));
        }
    }

    /** Whether a node of ours answers there. */
    static boolean isHealthy(URI operator) throws IOException {
        HttpResponse<String> answer = Asking.get(operator.resolve("/health"), Map.of());
        return answer.statusCode() == 200
                && answer.headers().firstValue("X-Request-Id").isPresent();
    }

    private static String reasons(HttpResponse<String> answer) throws IOException {
        List<String> reasons = new ArrayList<>();
        try {
            JsonNode told = new ObjectMapper().readTree(answer.body()).path("reasons");
            told.forEach(reason -> reasons.add(reason.asText()));
        } catch (JsonProcessingException noJson) {
            reasons.clear();
        }
        return reasons.isEmpty() ? "it answers " + answer.statusCode() : String.join(" ", reasons);
    }
}
