package dev.tandem.api;

import dev.tandem.http.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/** Gives a repeated request under the same Idempotency-Key the answer of the first; remembers the last {@link #REMEMBERED} keys on this node. */
final class IdempotencyKeys<T> {

    static final String HEADER = "Idempotency-Key";
    static final int REMEMBERED = 1_000;

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private record Use<T>(String subject, CompletionStage<T> answer) {}

    private final Map<String, Use<T>> uses = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Use<T>> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * @param key as the request has it, or null
     * @param subject what the key was used for; using it for another is refused
     */
    CompletionStage<T> once(String key, String subject, Supplier<CompletionStage<T>> action) {
        if (key == null) {
            return action.get();
        }
        if (!KEY.matcher(key).matches()) {
            throw Refusal.badRequest(
                    "invalid_idempotency_key", HEADER + " must have from 1 to 255 visible ASCII characters.");
        }
        CompletionStage<T> answer;
        synchronized (uses) {
            Use<T> before = uses.get(key);
            if (before != null && !before.subject().equals(subject)) {
                throw Refusal.of(
                        StatusCodes.UNPROCESSABLE_ENTITY,
                        "idempotency_key_reused",
                        "This " + HEADER + " was used for another call.");
            }
            if (before != null) {
                return before.answer();
            }
            answer = action.get();
            uses.put(key, new Use<>(subject, answer));
        }
        // A failure is no answer: the next try with the key acts again.
        answer.whenComplete((ok, failure) -> {
            if (failure != null) {
                synchronized (uses) {
                    uses.remove(key);
                }
            }
        });
        return answer;
    }
}
