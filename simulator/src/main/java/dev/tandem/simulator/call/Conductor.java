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
final class Conductor {
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
        patience = Optional.of(call.timers().after(wait, () -> {
            settle();
            next();
        }));
    }

    /** A client came back: if the agent still waits for it after a while, the caller asks. */
    void attached() {
        if (need == Need.TOOL_OUTPUTS || need == Need.RESPONSE_CREATE) {
            long least = call.world().habits().greetingWait().toMillis();
            long wait = Math.max(least, call.world().pace().real(ARE_YOU_THERE_MS));
            nudge.ifPresent(Timers.Timer::cancel);
            nudge = Optional.of(call.timers().after(wait, this::askIfStillThere));
        }
    }

    /** The client asks for a response. */
    Optional<ErrorDetail> responseCreate(JsonNode params) {
        if (call.agent().isActive() || responseComing) {
            return Optional.of(call.agent().alreadyActive());
        }
        switch (need) {
            case GREETING -> {
                settle();
                greet(params);
            }
            case TOOL_OUTPUTS, RESPONSE_CREATE -> {
                if (!outputsMissing.isEmpty()) {
                    call.note("client_error", Json.object().put("reason", "response_create_before_tool_outputs"));
                }
                settle();
                respondSoon();
            }
            case NOTHING -> improvise(params);
        }
        return Optional.empty();
    }

    /** The client gave the output of a function call. */
    void toolOutput(String toolCallId) {
        outputsMissing.remove(toolCallId);
    }

    /** A response contained a function call. */
    void functionCalled(String toolCallId) {
        outputsMissing.add(toolCallId);
    }

    private void settle() {
        need = Need.NOTHING;
        outputsMissing.clear();
        patience.ifPresent(Timers.Timer::cancel);
        nudge.ifPresent(Timers.Timer::cancel);
    }

    private void greet(JsonNode params) {
        String words = quoted(params)
                .or(() -> GreetingWords.greetingIn(call.session().instructions()))
                .orElse(scriptGreeting);
        String greeting = call.has(Switch.NON_ASCII) ? Decoration.of(words, 0) : words;
        call.note("greeting", Json.object().put("text", greeting));
        speak(new Utterance(List.of(greeting), List.of()), false, new Ending(this::nothing, this::nothing, this::next));
    }

    /** A response nobody needed: a second greeting when it quotes words, small talk otherwise. */
    private void improvise(JsonNode params) {
        Optional<String> words = quoted(params);
        if (words.isPresent()) {
            call.note("greeting", Json.object().put("text", words.get()));
        } else {
            call.note("client_error", Json.object().put("reason", "response_create_without_need"));
        }
        Utterance utterance = new Utterance(List.of(words.orElse(IMPROVISED)), List.of());
        speak(utterance, false, new Ending(this::free, this::free, this::nothing));
    }

    private static Optional<String> quoted(JsonNode params) {
        return Json.text(params, "instructions").flatMap(GreetingWords::quotedIn);
    }

    private void next() {
        Turn turn = turns.poll();
        switch (turn) {
            case null -> sayGoodbye();
            case Turn.Caller words -> call.afterHuman(PAUSE_MS, () -> say(words));
            case Turn.Keys(String keys) -> call.afterHuman(PAUSE_MS, () -> press(keys));
            case Turn.Silence(long humanMs) -> call.afterHuman(humanMs, this::next);
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
        if (call.session().createsResponses()) {
            respondSoon();
        } else {
            waitForClient(Need.RESPONSE_CREATE, "no_response_create");
        }
    }

    private void respondSoon() {
        responseComing = true;
        call.afterHuman(THINKING_MS, this::respond);
    }

    private void respond() {
        responseComing = false;
        if (call.agent().isActive()) {
            respondWhenFree = true;
            return;
        }
        List<String> messages = new ArrayList<>();
        List<ToolCall> calls = List.of();
        while (!utterances.isEmpty() && calls.isEmpty()) {
            Utterance part = utterances.remove();
            messages.addAll(part.messages());
            calls = offered(part.calls());
        }
        boolean waits = !calls.isEmpty();
        boolean interrupted = !waits && !messages.isEmpty() && isInterrupted();
        Ending ending = waits
                ? new Ending(() -> waitForClient(Need.TOOL_OUTPUTS, "no_tool_output"), this::giveUpTools, this::nothing)
                : new Ending(this::nothing, this::nothing, this::next);
        speak(new Utterance(messages, calls), interrupted, ending);
    }

    private void speak(Utterance utterance, boolean interrupted, Ending ending) {
        call.agent().respond(new AgentResponse(call, utterance, interrupted, ending));
    }

    private boolean isInterrupted() {
        boolean bySwitch = call.has(Switch.INTERRUPT) && answers++ % 2 == 0;
        return turns.peek() instanceof Turn.Caller caller
                && (caller.interrupts() || bySwitch)
                && call.session().interruptsResponses();
    }

    private void waitForClient(Need what, String otherwise) {
        need = what;
        patience = Optional.of(
                call.timers().after(call.world().habits().clientWait().toMillis(), () -> call.leave(otherwise)));
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

    private List<ToolCall> offered(List<ToolCall> wanted) {
        List<ToolCall> offered = new ArrayList<>();
        for (ToolCall toolCall : wanted) {
            Optional<JsonNode> tool = call.session().tool(toolCall.name());
            if (tool.isEmpty()) {
                call.note("tool_not_offered", Json.object().put("name", toolCall.name()));
            } else {
                ObjectNode arguments = toolCall.arguments()
                        .orElseGet(() -> Arguments.forSchema(tool.get().path("parameters")));
                offered.add(new ToolCall(toolCall.name(), Optional.of(arguments), toolCall.result()));
            }
        }
        return offered;
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
            if (turns.poll() instanceof Turn.Caller caller) {
                say(caller);
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
