package dev.tandem.trace;

import dev.tandem.protocol.call.Personal;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;

/** What people said and tools exchanged, which traces hold only where a setting says so, and only under names with {@code pii}. */
final class Words {

    static final AttributeKey<String> CALLER = AttributeKey.stringKey("tandem.pii.caller_text");
    static final AttributeKey<String> AGENT = AttributeKey.stringKey("tandem.pii.agent_text");
    static final AttributeKey<String> ARGUMENTS = AttributeKey.stringKey("tandem.pii.tool_arguments");
    static final AttributeKey<String> OUTPUT = AttributeKey.stringKey("tandem.pii.tool_output");

    private static final int MAX = 4_000;

    private final boolean shown;

    Words(boolean shown) {
        this.shown = shown;
    }

    void put(Span span, AttributeKey<String> key, Personal words) {
        if (shown && words != null) {
            String text = words.text();
            span.setAttribute(key, text.length() <= MAX ? text : text.substring(0, MAX));
        }
    }
}
