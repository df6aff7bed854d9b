package dev.tandem.agent;

import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.tenant.Tool;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Runs the tools of one call: several at a time, each to one answer within its time, repeated only where its declared
 * effect allows.
 */
public final class ToolExecutor extends AbstractBehavior<ToolExecutor.Command> {

    /** Makes one attempt at a tool; the stage never fails. */
    @FunctionalInterface
    public interface Attempts {

        /** @param within the time left for this tool; an attempt takes no longer than this or the tool's own timeout */
        CompletionStage<ToolResult> run(
                Tool.Http tool, String arguments, String callId, String toolCallId, int attempt, Duration within);
    }

    /**
     * The bounds of one call's executor.
     *
     * @param parallel tools under way at one time
     * @param waiting tools that wait for one of those to end; more are refused
     * @param attempts the most attempts at a tool that may be repeated
     * @param firstBackoff the pause before the second attempt; it doubles for each one after
     */
    public record Limits(int parallel, int waiting, int attempts, Duration firstBackoff) {

        /** A caller waits on the line meanwhile, so pauses are short. */
        public static final Limits DEFAULT = new Limits(8, 24, 3, Duration.ofMillis(200));
    }

    /** What the executor can be told. */
    public sealed interface Command {}

    /**
     * Run a tool, or join the run of the same tool call.
     *
     * @param attempt 1, or higher when the tool was already started before a crash
     * @param within the time for all attempts together, waiting included
     */
    public record Run(
            Tool.Http tool,
            String callId,
            String toolCallId,
            String arguments,
            int attempt,
            Duration within,
            ActorRef<Ran> replyTo)
            implements Command {

        @Override
        public String toString() {
            return "Run[" + callId + "/" + toolCallId + ", " + tool.name() + ", attempt " + attempt + "]";
        }
    }

    private record Attempted(String toolCallId, int attempt, ToolResult result) implements Command {}

    private record Again(String toolCallId) implements Command {}

    private record Expired(String toolCallId) implements Command {}

    /** How a tool call ended and what the model is to be told. */
    public record Ran(String toolCallId, ToolOutcome outcome, String output) {

        @Override
        public String toString() {
            return "Ran[" + toolCallId + ", " + outcome + ", " + output.length() + " chars]";
        }
    }

    /** One who asks twice for the same tool call is answered once; more askers than these are not expected. */
    private static final int MAX_ASKERS = 8;

    /** Answers kept for repeats that come after the end: more than one call may make. */
    private static final int MAX_ENDED = ToolAllowance.MAX_CALLS + 12;

    private final Attempts attempts;
    private final Limits limits;
    private final TimerScheduler<Command> timers;
    private final Map<String, Running> running = new HashMap<>();
    private final Deque<Running> waiting = new ArrayDeque<>();
    private final Map<String, Ran> ended = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Ran> eldest) {
            return size() > MAX_ENDED;
        }
    };
    private int underWay;

    private ToolExecutor(
            ActorContext<Command> context, TimerScheduler<Command> timers, Attempts attempts, Limits limits) {
        super(context);
        this.timers = timers;
        this.attempts = attempts;
        this.limits = limits;
    }

    /** The executor of one call. */
    public static Behavior<Command> create(Attempts attempts, Limits limits) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new ToolExecutor(context, timers, attempts, limits)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onAnyMessage(this::onCommand).build();
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case Run run -> onRun(run);
            case Attempted attempted -> onAttempted(attempted);
            case Again again -> attempt(running.get(again.toolCallId()));
            case Expired expired -> onExpired(expired);
        }
        return this;
    }

    private void onRun(Run run) {
        Ran known = ended.get(run.toolCallId());
        Running same = running.get(run.toolCallId());
        if (known != null) {
            run.replyTo().tell(known);
        } else if (same != null) {
            same.join(run.replyTo());
        } else if (run.tool().effect() == Tool.Effect.ONCE && run.attempt() > 1) {
            String doubt =
                    "It is not known whether the tool " + run.tool().name() + " took effect; it must not run again.";
            Ran unknown = new Ran(run.toolCallId(), ToolOutcome.UNKNOWN, ToolResult.error(doubt));
            ended.put(run.toolCallId(), unknown);
            run.replyTo().tell(unknown);
        } else if (underWay >= limits.parallel() && waiting.size() >= limits.waiting()) {
            String full =
                    "Too many tools at the same time; the tool " + run.tool().name() + " was not run.";
            run.replyTo().tell(new Ran(run.toolCallId(), ToolOutcome.REFUSED, ToolResult.error(full)));
        } else {
            admit(new Running(run));
        }
    }

    private void admit(Running tool) {
        running.put(tool.id(), tool);
        Expired expired = new Expired(tool.id());
        timers.startSingleTimer(expired, expired, tool.left());
        if (underWay < limits.parallel()) {
            start(tool);
        } else {
            waiting.add(tool);
        }
    }

    private void start(Running tool) {
        underWay++;
        tool.started = true;
        attempt(tool);
    }

    private void attempt(Running tool) {
        if (tool == null) {
            return;
        }
        Run run = tool.run;
        int attempt = run.attempt() + tool.made++;
        CompletionStage<ToolResult> result =
                attempts.run(run.tool(), run.arguments(), run.callId(), run.toolCallId(), attempt, tool.left());
        getContext()
                .pipeToSelf(
                        result,
                        (ended, failure) -> new Attempted(
                                run.toolCallId(),
                                attempt,
                                failure == null ? ended : ToolResult.unreachable(run.tool())));
    }

    private void onAttempted(Attempted attempted) {
        Running tool = running.get(attempted.toolCallId());
        if (tool == null) {
            return;
        }
        Duration pause = limits.firstBackoff().multipliedBy(1L << (tool.made - 1));
        boolean again = attempted.result().passing()
                && tool.run.tool().effect() != Tool.Effect.ONCE
                && tool.made < limits.attempts()
                && pause.compareTo(tool.left()) < 0;
        if (again) {
            Again next = new Again(tool.id());
            timers.startSingleTimer(next, next, pause);
        } else {
            end(tool, attempted.result());
        }
    }

    private void onExpired(Expired expired) {
        Running tool = running.get(expired.toolCallId());
        if (tool != null) {
            end(tool, tool.started ? ToolResult.late(tool.run.tool()) : ToolResult.neverStarted(tool.run.tool()));
        }
    }

    private void end(Running tool, ToolResult result) {
        running.remove(tool.id());
        timers.cancel(new Expired(tool.id()));
        timers.cancel(new Again(tool.id()));
        Ran ran = new Ran(tool.id(), result.outcome(), result.output());
        ended.put(tool.id(), ran);
        tool.askers.forEach(asker -> asker.tell(ran));
        if (!tool.started) {
            waiting.remove(tool);
            return;
        }
        underWay--;
        Running next = waiting.poll();
        if (next != null) {
            start(next);
        }
    }

    /** A tool that has not ended. */
    private static final class Running {
        private final Run run;
        private final long endsAt;
        private final List<ActorRef<Ran>> askers = new ArrayList<>();
        private boolean started;
        private int made;

        Running(Run run) {
            this.run = run;
            this.endsAt = System.nanoTime() + run.within().toNanos();
            askers.add(run.replyTo());
        }

        String id() {
            return run.toolCallId();
        }

        /** The time left, at least one millisecond. */
        Duration left() {
            return Duration.ofNanos(Math.max(1_000_000, endsAt - System.nanoTime()));
        }

        void join(ActorRef<Ran> asker) {
            if (askers.size() < MAX_ASKERS && !askers.contains(asker)) {
                askers.add(asker);
            }
        }
    }
}
