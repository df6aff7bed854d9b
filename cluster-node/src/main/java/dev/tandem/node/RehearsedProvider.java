package dev.tandem.node;

import dev.tandem.realtime.ToolOutput;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.http.javadsl.model.ws.WebSocket;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;

/** Stands in for the provider on this machine: takes every request of call control, and plays one short conversation on a sideband. */
final class RehearsedProvider {

    private static final long STRICT_WITHIN_MILLIS = 1_000;
    private static final String TOOL_CALL = "call_rehearsed";
    private static final String CALLER = "item_caller";
    private static final String AGENT = "item_agent";

    private RehearsedProvider() {}

    /** Bound to a free port of this machine only. */
    static CompletionStage<ServerBinding> start(ActorSystem<?> system) {
        return Http.get(system).newServerAt("127.0.0.1", 0).bindSync(request -> answer(request, system));
    }

    private static HttpResponse answer(HttpRequest request, ActorSystem<?> system) {
        if (request.getUri().path().endsWith("/realtime")) {
            return WebSocket.handleWebSocketRequestWith(request, conversation(system));
        }
        request.discardEntityBytes(system);
        return HttpResponse.create();
    }

    private static Flow<Message, Message, NotUsed> conversation(ActorSystem<?> system) {
        Materializer materializer = Materializer.matFromSystem(system);
        return Flow.<Message>create()
                .mapAsync(1, message -> message.asTextMessage().toStrict(STRICT_WITHIN_MILLIS, materializer))
                .mapConcat(said -> heard(said.getStrictText()))
                .prepend(Source.single("{\"type\":\"session.created\",\"session\":{\"id\":\"sess_rehearsed\"}}"))
                .map(TextMessage::create);
    }

    /** The session's settings begin the conversation; the tool's output and the last words end it. */
    private static List<String> heard(String event) {
        if (event.contains("\"session.update\"")) {
            return turn();
        }
        if (event.contains("\"function_call_output\"")) {
            return List.of(
                    "{\"type\":\"conversation.item.added\",\"previous_item_id\":\"item_tool\",\"item\":{\"id\":\""
                            + ToolOutput.itemId(TOOL_CALL) + "\",\"type\":\"function_call_output\",\"call_id\":\""
                            + TOOL_CALL
                            + "\",\"output\":\"{}\"}}");
        }
        return event.contains("\"response.create\"")
                ? List.of(created("resp_2"), done("resp_2", message("item_last", "Goodbye.")))
                : List.of();
    }

    private static List<String> turn() {
        return List.of(
                "{\"type\":\"session.updated\",\"session\":{\"id\":\"sess_rehearsed\"}}",
                "{\"type\":\"input_audio_buffer.speech_started\",\"audio_start_ms\":0,\"item_id\":\"item_caller\"}",
                "{\"type\":\"input_audio_buffer.speech_stopped\",\"audio_end_ms\":900,\"item_id\":\"item_caller\"}",
                "{\"type\":\"input_audio_buffer.committed\",\"previous_item_id\":null,\"item_id\":\"item_caller\"}",
                "{\"type\":\"conversation.item.added\",\"previous_item_id\":null,\"item\":{\"id\":\"" + CALLER
                        + "\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"user\",\"content\":[]}}",
                created("resp_1"),
                "{\"type\":\"conversation.item.input_audio_transcription.completed\",\"item_id\":\"" + CALLER
                        + "\",\"content_index\":0,\"transcript\":\"Is anybody there?\",\"usage\":{\"type\":\"tokens\","
                        + "\"total_tokens\":3,\"input_tokens\":2,\"output_tokens\":1}}",
                "{\"type\":\"output_audio_buffer.started\",\"response_id\":\"resp_1\"}",
                "{\"type\":\"response.output_audio_transcript.delta\",\"response_id\":\"resp_1\",\"item_id\":\"" + AGENT
                        + "\",\"delta\":\"Yes.\"}",
                "{\"type\":\"response.output_audio_transcript.done\",\"response_id\":\"resp_1\",\"item_id\":\"" + AGENT
                        + "\",\"content_index\":0,\"transcript\":\"Yes.\"}",
                "{\"type\":\"output_audio_buffer.stopped\",\"response_id\":\"resp_1\"}",
                done(
                        "resp_1",
                        message(AGENT, "Yes.")
                                + ",{\"id\":\"item_tool\",\"type\":\"function_call\",\"status\":\"completed\",\"name\":\""
                                + RehearsedCall.END_CALL + "\",\"call_id\":\"" + TOOL_CALL
                                + "\",\"arguments\":\"{}\"}"));
    }

    private static String created(String response) {
        return "{\"type\":\"response.created\",\"response\":{\"id\":\"" + response + "\",\"status\":\"in_progress\"}}";
    }

    private static String done(String response, String output) {
        return "{\"type\":\"response.done\",\"response\":{\"id\":\"" + response
                + "\",\"status\":\"completed\",\"output\":[" + output
                + "],\"usage\":{\"total_tokens\":3,\"input_tokens\":2,\"output_tokens\":1}}}";
    }

    private static String message(String item, String words) {
        return "{\"id\":\"" + item
                + "\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":"
                + "[{\"type\":\"output_audio\",\"transcript\":\"" + words + "\"}]}";
    }
}
