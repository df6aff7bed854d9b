package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.caller.Script;
import dev.tandem.simulator.caller.ToolCall;
import dev.tandem.simulator.caller.Turn;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The model of a session without a call: it follows a script, or makes up answers, the same for the same input. */
final class Improviser implements Mind {
    /** Time the model needs before a response, in human milliseconds. */
    private static final long THINKING_MS = 200;

    private final ModelSession session;
    private final Deque<Turn> script = new ArrayDeque<>();
    private boolean responseComing;
    private boolean busy;

    Improviser(ModelSession session, Optional<Script> script) {
        this.session = session;
        script.ifPresent(given -> this.script.addAll(given.turns()));
    }

    @Override
    public void attached() {
        // The client speaks first.
    }

    @Override
    public Optional<ErrorDetail> responseCreate(Terms terms) {
        respondSoon(terms);
        return Optional.empty();
    }

    @Override
    public void functionCalled(String callId) {
        // The client decides when it goes on.
    }

    @Override
    public void answered(String callId) {
        // The client asks for the response itself.
    }

    @Override
    public void spokenTo() {
        if (!session.agent().isActive() && !responseComing) {
            respondSoon(Terms.ofSession(session));
        }
    }

    @Override
    public void silence() {
        if (session.config().createsResponses()) {
            respondSoon(Terms.ofSession(session));
        }
    }

    @Override
    public boolean awaitsClient() {
        return !busy && !responseComing;
    }

    @Override
    public boolean isAboutToRespond() {
        return responseComing;
    }

    /** The script's words for the sound that the caller just made. */
    Optional<String> heard() {
        return script.peek() instanceof Turn.Caller caller ? Optional.of(caller.text()) : Optional.empty();
    }

    private void respondSoon(Terms terms) {
        responseComing = true;
        session.afterHuman(THINKING_MS, () -> {
            responseComing = false;
            busy = true;
            session.agent().respond(new AgentResponse(session, terms, answer(terms), Optional.empty(), new Ending()));
        });
    }

    private Utterance answer(Terms terms) {
        List<RemoteUse> approved = session.remoteTools().takeApproved();
        List<Item> context = terms.input().orElseGet(session.conversation()::inOrder).stream()
                .filter(item -> !item.isToolListing())
                .toList();
        if (!approved.isEmpty()) {
            String found = approved.getFirst().output().orElse("nothing");
            return new Utterance(List.of(Words.afterTool(found)), List.of(), approved);
        }
        Optional<Utterance> scripted = scripted(terms, context);
        if (scripted.isPresent()) {
            return scripted.get();
        }
        Optional<JsonNode> tool = Words.wantedTool(terms, context);
        return tool.map(wanted -> use(wanted, context))
                .orElseGet(() -> Utterance.saying(Words.answer(terms.instructions(), context)));
    }

    private Optional<Utterance> scripted(Terms terms, List<Item> context) {
        boolean outputs = !context.isEmpty() && context.getLast().type == Item.Type.FUNCTION_OUTPUT;
        while (!outputs && script.peek() != null && !(script.peek() instanceof Turn.Agent)) {
            script.remove();
        }
        if (!(script.peek() instanceof Turn.Agent(String words, List<ToolCall> calls))) {
            return Optional.empty();
        }
        List<ToolCall> offered = new ArrayList<>();
        for (ToolCall wanted : outputs ? List.<ToolCall>of() : calls) {
            Tools.function(wanted.name(), terms.tools()).ifPresent(tool -> offered.add(filled(wanted, tool)));
        }
        if (offered.isEmpty()) {
            script.remove();
            return Optional.of(Utterance.saying(words.isEmpty() ? Words.DONE : words));
        }
        return Optional.of(new Utterance(List.of(), offered));
    }

    private static ToolCall filled(ToolCall wanted, JsonNode tool) {
        ObjectNode arguments = wanted.arguments().orElseGet(() -> Arguments.forSchema(tool.path("parameters")));
        return new ToolCall(wanted.name(), Optional.of(arguments), wanted.result());
    }

    private static Utterance use(JsonNode tool, List<Item> context) {
        if (tool.path("type").asText().equals("mcp")) {
            ObjectNode arguments = Json.object().put("q", Words.lastOfUser(context));
            RemoteUse use = RemoteTools.use(tool, "", arguments, Optional.empty());
            List<String> words = use.asksFirst()
                    ? List.of()
                    : List.of(Words.afterTool(use.output().orElse("nothing")));
            return new Utterance(words, List.of(), List.of(use));
        }
        ObjectNode arguments = Arguments.forSchema(tool.path("parameters"), Words.lastOfUser(context));
        return new Utterance(
                List.of(), List.of(new ToolCall(tool.path("name").asText(), Optional.of(arguments), Optional.empty())));
    }

    /** After every response it is the client's turn. */
    private final class Ending implements ResponseEnding {
        @Override
        public void bargeInDue() {
            // Nobody plans to speak over it; the client does when it does.
        }

        @Override
        public void generated() {
            busy = false;
        }

        @Override
        public void cancelled() {
            busy = false;
        }

        @Override
        public void played() {
            busy = false;
            session.idle().start();
        }
    }
}
