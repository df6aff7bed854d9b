package dev.tandem.trace;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Usage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;

/** The GenAI semantic conventions, which are still in development: their names and values stand here and nowhere else. */
final class GenAi {

    static final AttributeKey<String> CONVERSATION = AttributeKey.stringKey("gen_ai.conversation.id");
    static final AttributeKey<String> AGENT = AttributeKey.stringKey("gen_ai.agent.name");
    static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
    static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");

    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    private static final AttributeKey<String> RESPONSE = AttributeKey.stringKey("gen_ai.response.id");
    private static final AttributeKey<Long> INPUT = AttributeKey.longKey("gen_ai.usage.input_tokens");
    private static final AttributeKey<Long> OUTPUT = AttributeKey.longKey("gen_ai.usage.output_tokens");
    /** Not in the conventions; others that trace voice agents name them so. */
    private static final AttributeKey<Long> INPUT_AUDIO = AttributeKey.longKey("gen_ai.usage.input_audio_tokens");

    private static final AttributeKey<Long> OUTPUT_AUDIO = AttributeKey.longKey("gen_ai.usage.output_audio_tokens");
    private static final AttributeKey<String> TOOL = AttributeKey.stringKey("gen_ai.tool.name");
    private static final AttributeKey<String> TOOL_CALL = AttributeKey.stringKey("gen_ai.tool.call.id");
    private static final AttributeKey<String> TOOL_TYPE = AttributeKey.stringKey("gen_ai.tool.type");

    static final String OPENAI = "openai";

    private GenAi() {}

    static String chatName(String model) {
        return model.isEmpty() ? "chat" : "chat " + model;
    }

    static void chat(SpanBuilder span, String model) {
        span.setAttribute(OPERATION, "chat").setAttribute(PROVIDER, OPENAI);
        if (!model.isEmpty()) {
            span.setAttribute(MODEL, model);
        }
    }

    static void used(SpanBuilder span, CallEvent.UsageRecorded recorded) {
        Usage usage = recorded.usage();
        span.setAttribute(RESPONSE, recorded.sourceId())
                .setAttribute(INPUT, usage.textIn() + usage.audioIn())
                .setAttribute(OUTPUT, usage.textOut() + usage.audioOut())
                .setAttribute(INPUT_AUDIO, usage.audioIn())
                .setAttribute(OUTPUT_AUDIO, usage.audioOut());
    }

    static String toolName(String tool) {
        return "execute_tool " + tool;
    }

    static void tool(SpanBuilder span, String tool, String toolCallId) {
        span.setAttribute(OPERATION, "execute_tool")
                .setAttribute(TOOL, tool)
                .setAttribute(TOOL_CALL, toolCallId)
                .setAttribute(TOOL_TYPE, "function");
    }
}
