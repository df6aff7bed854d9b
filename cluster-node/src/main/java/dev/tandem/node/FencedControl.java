package dev.tandem.node;

import dev.tandem.admission.Fence;
import dev.tandem.protocol.realtime.SessionSettings;
import dev.tandem.realtime.CallControl;
import dev.tandem.realtime.ControlAnswer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Commands the provider only while this node may act; else it answers "unavailable", and the call tries again. */
final class FencedControl implements CallControl {

    private final CallControl control;
    private final Fence fence;

    FencedControl(CallControl control, Fence fence) {
        this.control = control;
        this.fence = fence;
    }

    @Override
    public CompletionStage<ControlAnswer> accept(String callId, SessionSettings session, String idempotencyKey) {
        return whileOpen(() -> control.accept(callId, session, idempotencyKey));
    }

    @Override
    public CompletionStage<ControlAnswer> reject(String callId, int sipStatus) {
        return whileOpen(() -> control.reject(callId, sipStatus));
    }

    @Override
    public CompletionStage<ControlAnswer> refer(String callId, String targetUri) {
        return whileOpen(() -> control.refer(callId, targetUri));
    }

    @Override
    public CompletionStage<ControlAnswer> hangup(String callId) {
        return whileOpen(() -> control.hangup(callId));
    }

    private CompletionStage<ControlAnswer> whileOpen(Supplier<CompletionStage<ControlAnswer>> command) {
        return fence.isOpen()
                ? command.get()
                : CompletableFuture.completedStage(new ControlAnswer.Unavailable(
                        "This node has not heard of a majority of the cluster and holds back.", false, Duration.ZERO));
    }
}
