package dev.tandem.launcher.faults.arena;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.launcher.stage.SampleTenant;

/** A call that the simulator is to place. */
public final class Offer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode body = JSON.createObjectNode();

    private Offer() {}

    /** To one of the tenants. */
    public static Offer to(SampleTenant tenant) {
        return to(tenant.number());
    }

    /** To any number. */
    public static Offer to(String number) {
        Offer offer = new Offer();
        offer.body.put("to", number);
        return offer;
    }

    /** Plays a scenario of the simulator's own. */
    public Offer scenario(String name) {
        body.put("scenario", name);
        return this;
    }

    /** So many questions and answers, about 6 s of human time each, without tools. */
    public Offer smallTalk(int exchanges) {
        ArrayNode turns = script("small_talk");
        for (int i = 1; i <= exchanges; i++) {
            exchange(turns, i);
        }
        goodbye(turns);
        return this;
    }

    /** The same with pauses that make each last about half a minute of human time. */
    public Offer slowTalk(int exchanges) {
        ArrayNode turns = script("slow_talk");
        for (int i = 1; i <= exchanges; i++) {
            exchange(turns, i);
            turns.addObject().put("speaker", "caller").put("silence_ms", 25_000);
        }
        goodbye(turns);
        return this;
    }

    /** So many rounds of talk, in which a tool of each effect is used in turn; about 15 s of human time each. */
    public Offer toolTalk(int rounds) {
        return toolTalk(rounds, 0);
    }

    /** The same, begun so many tools further on: calls that are at the same point are then not at the same tool. */
    public Offer toolTalk(int rounds, int further) {
        ArrayNode turns = script("tool_talk");
        for (int i = 1; i <= rounds; i++) {
            turns.addObject().put("speaker", "caller").put("text", "Please look at point number " + i + ".");
            ObjectNode answer = turns.addObject().put("speaker", "agent").put("text", "Point " + i + " is done.");
            tool(answer, i + further);
            turns.addObject().put("speaker", "caller").put("silence_ms", 8_000);
        }
        goodbye(turns);
        return this;
    }

    /** A script of one's own making: a JSON array of turns. */
    public Offer turns(ArrayNode turns) {
        script("own").addAll(turns);
        return this;
    }

    /** Habits of the vendor or the caller: late, reorder, duplicate, interrupt, non-ascii. */
    public Offer switches(String... names) {
        ArrayNode list = body.putArray("switches");
        for (String name : names) {
            list.add(name);
        }
        return this;
    }

    /** An agent that ends the call while the caller would stay on. */
    public Offer agentHangsUp() {
        ArrayNode turns = script("agent_ends");
        turns.addObject().put("speaker", "caller").put("text", "That was all I wanted.");
        turns.addObject().put("speaker", "agent").put("text", "Then goodbye!");
        turns.addObject()
                .put("speaker", "agent")
                .put("text", "")
                .putObject("tool_call")
                .put("name", "end_call");
        turns.addObject().put("speaker", "caller").put("silence_ms", 3_000_000);
        return this;
    }

    /** Delivers its webhook so many times. */
    public Offer deliveries(int copies) {
        body.put("deliveries", copies);
        return this;
    }

    /** Under an id of our choice. */
    public Offer id(String callId) {
        body.put("call_id", callId);
        return this;
    }

    /** The dialled number. */
    public String number() {
        return body.path("to").asText();
    }

    ObjectNode json() {
        return body.deepCopy();
    }

    private ArrayNode script(String id) {
        return body.putObject("script").put("id", id).putArray("turns");
    }

    private static void exchange(ArrayNode turns, int number) {
        turns.addObject().put("speaker", "caller").put("text", "This is question number " + number + ", please.");
        turns.addObject().put("speaker", "agent").put("text", "And this is the answer number " + number + ".");
    }

    private static void goodbye(ArrayNode turns) {
        turns.addObject().put("speaker", "caller").put("text", "Thank you, bye.");
    }

    /** Those that the simulator's tool service has a result for. */
    private static void tool(ObjectNode answer, int number) {
        ObjectNode call = answer.putObject("tool_call");
        switch (number % 3) {
            case 1 -> call.put("name", "lookup_order").putObject("arguments").put("order_id", "ABC123");
            case 2 ->
                call.put("name", "book_appointment")
                        .putObject("arguments")
                        .put("day", "2026-12-01")
                        .put("time", "11:00")
                        .put("name", "Maria Lindqvist");
            default -> call.put("name", "send_receipt").putObject("arguments").put("order_id", "ABC123");
        }
    }
}
