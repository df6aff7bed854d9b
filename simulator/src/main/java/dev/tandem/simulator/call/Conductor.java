package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.caller.Decoration;
import dev.tandem.simulator.caller.Script;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.caller.ToolCall;
import dev.tandem.simulator.caller.Turn;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plays the script of a call: who speaks next, and what the agent waits for. */
final class Conductor implements Mind {
    /** How long a person waits for a greeting before speaking first, in human milliseconds. */
    private static final long GREETING_MS = 10_000;
    /** Pause between the agent's last word and the caller's next, in human milliseconds. */
    private static final long PAUSE_MS = 600;
    /** Time the model needs before a response, in human milliseconds. */
    private static final long THINKING_MS = 400;

    private static final long GOODBYE_MS = 700;
    /** How long a person bears silence after the client came back, before asking. */
    private static final long ARE_YOU_THERE_MS = 8_000;

    private static final Turn.Caller ARE_YOU_THERE =
            new Turn.Caller("Hello, are you still there?", false, Turn.Transcript.PROMPT);
    private static final String DEFAULT_GREETING = "Hello, how can I help you today?";
    private static final String STILL_THERE = "Are you still there?";
    private static final String IMPROVISED = "Is there anything else I can do for you?";

    /** What the agent needs from its client before it can go on. */
    private enum Need {
        NOTHING,
        GREETING,
        TOOL_OUTPUTS,
        RESPONSE_CREATE
    }

    private final Call call;
    private final String scriptGreeting;
    private final Deque<Turn> turns;
    private final Deque<Utterance> utterances = new ArrayDeque<>();
    private Optional<Terms> wished = Optional.empty();
    private final Set<String> outputsMissing = new HashSet<>();
    private Need need = Need.NOTHING;
    private boolean responseComing;
    private boolean respondWhenFree;
    private int answers;
    private Optional<Timers.Timer> patience = Optional.empty();
    private Optional<Timers.Timer> nudge = Optional.empty();

    Conductor(Call call, Script script) {
        this.call = call;
        List<Turn> steps = call.has(Switch.NON_ASCII) ? Decoration.of(script.turns()) : script.turns();
        this.turns = new ArrayDeque<>(steps);
        String greeting = script.greeting().orElse(DEFAULT_GREETING);
        if (turns.peek() instanceof Turn.Agent(String text, List<ToolCall> calls)
                && calls.isEmpty()
                && !text.isEmpty()) {
            greeting = text;
            turns.remove();
        }
        this.scriptGreeting = greeting;
    }

    /** The caller is connected and waits for a greeting. */
    void start() {
        need = Need.GREETING;
        long least = call.world().habits().greetingWait().toMillis();
        long wait = Math.max(least, call.world().pace().real(GREETING_MS));
        patience = Optional.of(call.timers().patience(wait, () -> {
            settle();
            next();
        }));
    }

    /** A client came back: if the agent still waits for it after a while, the caller asks. */
    @Override
    public void attached() {
        if (need == Need.TOOL_OUTPUTS || need == Need.RESPONSE_CREATE) {
            long least = call.world().habits().greetingWait().toMillis();
            long wait = Math.max(least, call.world().pace().real(ARE_YOU_THERE_MS));
            nudge.ifPresent(Timers.Timer::cancel);
            nudge = Optional.of(call.timers().patience(wait, this::askIfStillThere));
        }
    }

    @Override
    public Optional<ErrorDetail> responseCreate(Terms terms) {
        switch (need) {
            case GREETING -> {
                settle();
                greet(terms);
            }
            case TOOL_OUTPUTS, RESPONSE_CREATE -> {
                if (!outputsMissing.isEmpty()) {
                    call.note("client_error", Json.object().put("reason", "response_create_before_tool_outputs"));
                }
                settle();
                wished = Optional.of(terms);
                respondSoon();
            }
            case NOTHING -> improvise(terms);
        }
        return Optional.empty();
    }

    @Override
    public void answered(String toolCallId) {
        outputsMissing.remove(toolCallId);
    }

    @Override
    public void functionCalled(String toolCallId) {
        outputsMissing.add(toolCallId);
    }

    @Override
    public void spokenTo() {
        // The script knows whether the agent answers.
    }

    @Override
    public void silence() {
        if (need == Need.NOTHING && call.config().createsResponses()) {
            speak(
                    Terms.ofSession(call),
                    Utterance.saying(STILL_THERE),
                    Optional.empty(),
                    new Ending(this::free, this::free, call.idle()::start));
        }
    }

    @Override
    public boolean awaitsClient() {
        return need != Need.NOTHING;
    }

    @Override
    public boolean isAboutToRespond() {
        return responseComing;
    }

    /** The function calls whose outputs are missing. */
    Set<String> awaitedCalls() {
        return outputsMissing;
    }

    private void settle() {
        need = Need.NOTHING;
        outputsMissing.clear();
        patience.ifPresent(Timers.Timer::cancel);
        nudge.ifPresent(Timers.Timer::cancel);
    }

    private void greet(Terms terms) {
        String words = quoted(terms)
                .or(() -> GreetingWords.greetingIn(call.config().instructions()))
                .orElse(scriptGreeting);
        String greeting = call.has(Switch.NON_ASCII) ? Decoration.of(words, 0) : words;
        call.note("greeting", Json.object().put("text", greeting));
        speak(terms, Utterance.saying(greeting), interruptedAt(), new Ending(this::nothing, this::nothing, this::next));
    }

    /** A response nobody needed: a second greeting when it quotes words, small talk otherwise. */
    private void improvise(Terms terms) {
        Optional<String> words = quoted(terms);
        if (words.isPresent()) {
            call.note("greeting", Json.object().put("text", words.get()));
        } else {
            call.note("client_error", Json.object().put("reason", "response_create_without_need"));
        }
        Utterance utterance = Utterance.saying(words.orElse(IMPROVISED));
        speak(terms, utterance, Optional.empty(), new Ending(this::free, this::free, this::nothing));
    }

    private static Optional<String> quoted(Terms terms) {
        return GreetingWords.quotedIn(terms.instructions());
    }

    private void next() {
        Turn turn = turns.poll();
        switch (turn) {
            case null -> sayGoodbye();
            case Turn.Caller words -> call.afterHuman(hesitation(PAUSE_MS), () -> say(words));
            case Turn.Keys(String keys) -> call.afterHuman(hesitation(PAUSE_MS), () -> press(keys));
            case Turn.Silence(long humanMs) -> call.afterHuman(humanMs, this::next);
            case Turn.HangUp hangUp -> call.leave("caller_hung_up");
            case Turn.Agent words -> answer(words);
        }
    }

    private void press(String keys) {
        call.note("keys", Json.object().put("speaker", "caller").put("text", keys));
        call.caller().press(keys, this::next);
    }

    private void say(Turn.Caller words) {
        call.caller().say(words, turns.peek() instanceof Turn.Agent, this::next);
    }

    private void answer(Turn.Agent first) {
        List<Turn.Agent> together = new ArrayList<>(List.of(first));
        while (turns.peek() instanceof Turn.Agent) {
            together.add((Turn.Agent) turns.remove());
        }
        utterances.addAll(Utterance.of(together));
        if (call.config().createsResponses()) {
            respondSoon();
        } else {
            waitForClient(Need.RESPONSE_CREATE, "no_response_create");
        }
    }

    private void respondSoon() {
        responseComing = true;
        call.afterHuman(hesitation(THINKING_MS), this::respond);
    }

    private void respond() {
        responseComing = false;
        if (call.agent().isActive()) {
            respondWhenFree = true;
            return;
        }
        Terms terms = wished.orElseGet(() -> Terms.ofSession(call));
        wished = Optional.empty();
        List<String> messages = new ArrayList<>();
        List<ToolCall> calls = List.of();
        List<RemoteUse> remote = new ArrayList<>(call.remoteTools().takeApproved());
        while (!utterances.isEmpty() && calls.isEmpty() && remote.stream().noneMatch(RemoteUse::asksFirst)) {
            Utterance part = utterances.remove();
            List<ToolCall> local = new ArrayList<>();
            part.calls().forEach(wanted -> choose(wanted, terms, local, remote));
            calls = local;
            if (remote.stream().anyMatch(RemoteUse::asksFirst)) {
                // The words wait for the approval.
                utterances.addFirst(new Utterance(part.messages(), calls));
                calls = List.of();
            } else {
                messages.addAll(part.messages());
            }
        }
        boolean waits = !calls.isEmpty() || remote.stream().anyMatch(RemoteUse::asksFirst);
        Optional<Double> interruptedAt = waits || messages.isEmpty() ? Optional.empty() : interruptedAt();
        Ending ending = waits
                ? new Ending(() -> waitForClient(Need.TOOL_OUTPUTS, "no_tool_output"), this::giveUpTools, this::nothing)
                : new Ending(this::nothing, this::nothing, this::heardOut);
        speak(terms, new Utterance(messages, calls, remote), interruptedAt, ending);
    }

    private void heardOut() {
        call.idle().start();
        next();
    }

    private void speak(Terms terms, Utterance utterance, Optional<Double> interruptedAt, Ending ending) {
        call.agent().respond(new AgentResponse(call, terms, utterance, interruptedAt, ending));
    }

    /** The share of the agent's words after which the caller speaks over it or hangs up. */
    private Optional<Double> interruptedAt() {
        double half = call.world().habits().generationShare() / 2;
        return switch (turns.peek()) {
            case Turn.HangUp hangUp -> hangUp.at();
            case Turn.Caller caller
            when call.config().interruptsResponses() -> {
                boolean bySwitch = call.has(Switch.INTERRUPT) && answers++ % 2 == 0;
                yield caller.interruptsAt()
                        .or(() -> caller.interrupts() || bySwitch ? Optional.of(half) : Optional.empty());
            }
            case null, default -> {
                answers += call.has(Switch.INTERRUPT) ? 1 : 0;
                yield Optional.empty();
            }
        };
    }

    /** People do not take the same time twice. */
    private long hesitation(long humanMs) {
        double jitter = call.script().jitter();
        return jitter == 0
                ? humanMs
                : Math.round(humanMs * (1 + jitter * (2 * call.ids().chance() - 1)));
    }

    private void waitForClient(Need what, String otherwise) {
        need = what;
        patience = Optional.of(
                call.timers().patience(call.world().habits().clientWait().toMillis(), () -> call.leave(otherwise)));
    }

    private void askIfStillThere() {
        settle();
        call.caller().say(ARE_YOU_THERE, true, this::respondSoon);
    }

    private void sayGoodbye() {
        call.transcription().releaseAll();
        call.afterHuman(GOODBYE_MS, () -> call.leave("script_over"));
    }

    /** The client cancelled the function calls: the answer that would follow them is not spoken. */
    private void giveUpTools() {
        settle();
        utterances.clear();
        next();
    }

    private void free() {
        if (respondWhenFree) {
            respondWhenFree = false;
            respond();
        }
    }

    private void nothing() {
        // Somebody else goes on from here.
    }

    private void choose(ToolCall wanted, Terms terms, List<ToolCall> local, List<RemoteUse> remote) {
        Optional<JsonNode> tool = Tools.function(wanted.name(), terms.tools());
        Optional<JsonNode> server = RemoteTools.serverOf(wanted.name(), terms.tools());
        if (tool.isPresent()) {
            ObjectNode arguments = wanted.arguments()
                    .orElseGet(() -> Arguments.forSchema(tool.get().path("parameters")));
            local.add(new ToolCall(wanted.name(), Optional.of(arguments), wanted.result()));
        } else if (server.isPresent()) {
            ObjectNode arguments = wanted.arguments().orElseGet(Json::object);
            remote.add(RemoteTools.use(
                    server.get(), wanted.name(), arguments, wanted.result().map(Json::write)));
        } else {
            call.note("tool_not_offered", Json.object().put("name", wanted.name()));
        }
    }

    /** What follows a response of the script. */
    private final class Ending implements ResponseEnding {
        private final Runnable whenGenerated;
        private final Runnable whenCancelled;
        private final Runnable whenPlayed;

        Ending(Runnable whenGenerated, Runnable whenCancelled, Runnable whenPlayed) {
            this.whenGenerated = whenGenerated;
            this.whenCancelled = whenCancelled;
            this.whenPlayed = whenPlayed;
        }

        @Override
        public void bargeInDue() {
            switch (turns.poll()) {
                case Turn.Caller caller -> say(caller);
                case Turn.HangUp hangUp -> call.leave("caller_hung_up");
                case null, default -> {
                    // Nobody planned to speak over it.
                }
            }
        }

        @Override
        public void generated() {
            whenGenerated.run();
        }

        @Override
        public void cancelled() {
            whenCancelled.run();
        }

        @Override
        public void played() {
            whenPlayed.run();
        }
    }
}
