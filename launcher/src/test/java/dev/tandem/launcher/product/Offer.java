package dev.tandem.launcher.product;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A call that the simulator is to place. */
final class Offer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode body = JSON.createObjectNode();

    static Offer to(String number) {
        Offer offer = new Offer();
        offer.body.put("to", number);
        return offer;
    }

    static Offer to(TenantFile tenant) {
        return to(tenant.number());
    }

    /** Plays a scenario of the simulator's own. */
    Offer scenario(String name) {
        body.put("scenario", name);
        return this;
    }

    /** Plays small talk of so many questions and answers, about 6 human seconds each, without tools. */
    Offer smallTalk(int exchanges) {
        ArrayNode turns = body.putObject("script").put("id", "small_talk").putArray("turns");
        for (int i = 1; i <= exchanges; i++) {
            turns.addObject().put("speaker", "caller").put("text", "This is question number " + i + ", please.");
            turns.addObject().put("speaker", "agent").put("text", "And this is the answer number " + i + ".");
        }
        turns.addObject().put("speaker", "caller").put("text", "Thank you, bye.");
        return this;
    }

    /** The same with so long pauses that each takes about half a minute of human time. */
    Offer slowTalk(int exchanges) {
        ArrayNode turns = body.putObject("script").put("id", "slow_talk").putArray("turns");
        for (int i = 1; i <= exchanges; i++) {
            turns.addObject().put("speaker", "caller").put("text", "This is slow question number " + i + ".");
            turns.addObject().put("speaker", "agent").put("text", "And this is the slow answer number " + i + ".");
            turns.addObject().put("speaker", "caller").put("silence_ms", 25_000);
        }
        turns.addObject().put("speaker", "caller").put("text", "Thank you, bye.");
        return this;
    }

    /** Plays one question whose answer needs {@code lookup_order}, and a little more. */
    Offer oneTool() {
        return oneTool("lookup_order");
    }

    /** Plays one question whose answer needs a tool that takes an order's number, and a little more. */
    Offer oneTool(String name) {
        ArrayNode turns = body.putObject("script").put("id", "one_tool").putArray("turns");
        turns.addObject().put("speaker", "caller").put("text", "Where is order A B C one two three?");
        turns.addObject()
                .put("speaker", "agent")
                .put("text", "I have looked for it.")
                .putObject("tool_call")
                .put("name", name)
                .putObject("arguments")
                .put("order_id", "ABC123");
        turns.addObject().put("speaker", "caller").put("text", "And when do you close?");
        turns.addObject().put("speaker", "agent").put("text", "At six.");
        turns.addObject().put("speaker", "caller").put("text", "Thanks.");
        return this;
    }

    /** Plays an agent that ends the call while the caller would stay on. */
    Offer agentHangsUp() {
        ArrayNode turns = body.putObject("script").put("id", "agent_ends").putArray("turns");
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

    /** Turns habits of the vendor or the caller on. */
    Offer switches(String... names) {
        ArrayNode list = body.putArray("switches");
        for (String name : names) {
            list.add(name);
        }
        return this;
    }

    ObjectNode json() {
        return body.deepCopy();
    }
}
