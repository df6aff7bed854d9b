package dev.tandem.realtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** One call control request from its offer to its answer; it knows whether it can have reached the provider. */
final class ControlRequest {
    private enum Progress {
        WAITING,
        SENT,
        OVER
    }

    private final HttpRequest http;
    private final List<String> secrets;
    private final CompletableFuture<ControlAnswer> answer = new CompletableFuture<>();
    private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.WAITING);

    /** @param secrets texts that no detail may show, even where the provider repeats them */
    ControlRequest(HttpRequest http, List<String> secrets) {
        this.http = http;
        this.secrets = secrets;
    }

    HttpRequest http() {
        return http;
    }

    CompletionStage<ControlAnswer> answer() {
        return answer;
    }

    /** True once: the request may go out now. False when its time ran out while it waited; then it never goes out. */
    boolean sent() {
        return progress.compareAndSet(Progress.WAITING, Progress.SENT);
    }

    void outOfTime(Duration after) {
        boolean waiting = progress.compareAndSet(Progress.WAITING, Progress.OVER);
        String where = waiting ? "no free connection within " : "no answer within ";
        unavailable(where + after.toMillis() + " ms", !waiting, Duration.ZERO);
    }

    void done() {
        answer.complete(new ControlAnswer.Done());
    }

    void gone(String detail) {
        answer.complete(new ControlAnswer.Gone(shown(detail)));
    }

    void refused(int status, String detail) {
        answer.complete(new ControlAnswer.Refused(status, shown(detail)));
    }

    void unavailable(String detail, boolean mayHaveHappened, Duration retryAfter) {
        answer.complete(new ControlAnswer.Unavailable(shown(detail), mayHaveHappened, retryAfter));
    }

    private String shown(String detail) {
        String text = detail.replaceAll("\\p{Cntrl}+", " ");
        for (String secret : secrets) text = text.replace(secret, "(hidden)");
        return text.length() <= ControlAnswer.MAX_DETAIL ? text : text.substring(0, ControlAnswer.MAX_DETAIL);
    }
}
