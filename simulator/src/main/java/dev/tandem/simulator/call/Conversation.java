package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The items of a session in order, and what a response over them costs. */
final class Conversation {
    /** More items than any call makes; further ones are refused to the client. */
    static final int MAX_ITEMS = 5_000;
    /** The vendor caches prompts in steps of this many tokens. */
    private static final int CACHE_STEP = 64;

    final String id;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private final List<String> order = new ArrayList<>();
    private int lastTextInput;
    private int lastAudioInput;

    Conversation(String id) {
        this.id = id;
    }

    /** The place before every item, as clients name it. */
    static final String ROOT = "root";

    /** Adds an item at the end; gives the id of the one before it. */
    Optional<String> add(Item item) {
        return add(item, Optional.empty());
    }

    /** Adds an item behind another one, or behind {@link #ROOT}; gives the id of the one before it. */
    Optional<String> add(Item item, Optional<String> behind) {
        items.put(item.id, item);
        int place =
                behind.map(id -> id.equals(ROOT) ? 0 : order.indexOf(id) + 1).orElse(order.size());
        order.add(place, item.id);
        return place == 0 ? Optional.empty() : Optional.of(order.get(place - 1));
    }

    /** The items in their order. */
    List<Item> inOrder() {
        return order.stream().map(items::get).toList();
    }

    /** Whether the model has spoken in it. */
    boolean hasAgentAudio() {
        return items.values().stream().anyMatch(item -> item.type == Item.Type.AGENT_AUDIO);
    }

    Optional<String> lastId() {
        return order.isEmpty() ? Optional.empty() : Optional.of(order.getLast());
    }

    Optional<String> before(String itemId) {
        int place = order.indexOf(itemId);
        return place > 0 ? Optional.of(order.get(place - 1)) : Optional.empty();
    }

    Optional<Item> item(String itemId) {
        return Optional.ofNullable(items.get(itemId));
    }

    boolean remove(String itemId) {
        order.remove(itemId);
        return items.remove(itemId) != null;
    }

    boolean isFull() {
        return items.size() >= MAX_ITEMS;
    }

    Optional<Item> functionCall(String callId) {
        return items.values().stream()
                .filter(item -> item.type == Item.Type.FUNCTION_CALL && item.callId.equals(callId))
                .findFirst();
    }

    /** What the model reads for the next response: the whole conversation and the prompt. */
    Input input(int promptLength) {
        int text = Item.textTokens(promptLength);
        int audio = 0;
        for (Item item : items.values()) {
            text += item.textTokens();
            audio += item.audioTokens();
        }
        Input input = new Input(text, audio, cached(lastTextInput, text), cached(lastAudioInput, audio));
        lastTextInput = text;
        lastAudioInput = audio;
        return input;
    }

    /** What the model reads for a response beside the conversation; nothing of it is cached. */
    static Input apart(List<Item> read, int promptLength) {
        int text = Item.textTokens(promptLength);
        int audio = 0;
        for (Item item : read) {
            text += item.textTokens();
            audio += item.audioTokens();
        }
        return new Input(text, audio, 0, 0);
    }

    private static int cached(int before, int now) {
        return Math.min(before, now) / CACHE_STEP * CACHE_STEP;
    }

    /** Tokens read for one response. */
    record Input(int text, int audio, int cachedText, int cachedAudio) {

        /** The usage object for this input and the produced items; the parts add up to the totals. */
        ObjectNode usage(List<Item> output) {
            int outText = output.stream().mapToInt(Item::textTokens).sum();
            int outAudio = output.stream().mapToInt(Item::audioTokens).sum();
            ObjectNode usage = Json.object()
                    .put("total_tokens", text + audio + outText + outAudio)
                    .put("input_tokens", text + audio)
                    .put("output_tokens", outText + outAudio);
            usage.putObject("input_token_details")
                    .put("text_tokens", text)
                    .put("audio_tokens", audio)
                    .put("image_tokens", 0)
                    .put("cached_tokens", cachedText + cachedAudio)
                    .putObject("cached_tokens_details")
                    .put("text_tokens", cachedText)
                    .put("audio_tokens", cachedAudio)
                    .put("image_tokens", 0);
            usage.putObject("output_token_details").put("text_tokens", outText).put("audio_tokens", outAudio);
            return usage;
        }
    }
}
