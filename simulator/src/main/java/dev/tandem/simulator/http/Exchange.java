package dev.tandem.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.json.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One request and the place for its answer; answering never is a fault of its own (a silent server). */
public final class Exchange {
    private final ChannelHandlerContext context;
    private final FullHttpRequest request;
    private final String path;
    private final QueryStringDecoder query;
    private final byte[] body;
    private boolean answered;

    Exchange(ChannelHandlerContext context, FullHttpRequest request) {
        this.context = context;
        this.request = request;
        this.query = new QueryStringDecoder(request.uri());
        this.path = query.path();
        query.parameters();
        this.body = ByteBufUtil.getBytes(request.content());
    }

    /** The method, in capitals. */
    public String method() {
        return request.method().name();
    }

    /** The decoded path without the query. */
    public String path() {
        return path;
    }

    /** The parts of the path between slashes. */
    public List<String> segments() {
        return List.of(path.substring(1).split("/", -1));
    }

    /** The first value of a query parameter. */
    public Optional<String> query(String name) {
        List<String> values = query.parameters().get(name);
        return values == null ? Optional.empty() : Optional.of(values.getFirst());
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.headers().get(name));
    }

    /** Whether the body is empty. */
    public boolean hasNoBody() {
        return body.length == 0;
    }

    /** The body as JSON, or empty when it is none. */
    public Optional<JsonNode> json() {
        return Json.read(body);
    }

    /** Whether the request carries the expected Bearer key. */
    public boolean isAuthorised(String key) {
        return header("Authorization").filter(("Bearer " + key)::equals).isPresent();
    }

    /** Whether a WebSocket subprotocol carries the key, which is how browsers send it. */
    public boolean offersProtocolKey(String key) {
        String offered = String.join(",", request.headers().getAll("Sec-WebSocket-Protocol"));
        for (String protocol : offered.split(",")) {
            if (protocol.strip().equals("openai-insecure-api-key." + key)) {
                return true;
            }
        }
        return false;
    }

    /** The raw request, for a WebSocket handshake. */
    public FullHttpRequest request() {
        return request;
    }

    /** The channel it came on, for a WebSocket handshake. */
    public ChannelHandlerContext context() {
        return context;
    }

    /** Answers with a JSON body. */
    public void answer(int status, JsonNode node) {
        answer(status, "application/json", Json.write(node));
    }

    /** Answers with the vendor's error object. */
    public void refuse(int status, ErrorDetail error) {
        answer(status, Json.object().set("error", error.json()));
    }

    /** Answers with an empty body. */
    public void answerEmpty(int status) {
        send(status, Optional.empty(), Unpooled.EMPTY_BUFFER);
    }

    /** Answers with an empty body after some milliseconds. */
    public void answerEmptyAfter(long ms, int status) {
        context.executor().schedule(() -> answerEmpty(status), ms, TimeUnit.MILLISECONDS);
    }

    /** Answers 200 with server-sent events, each in a chunk of its own; {@code complete} false cuts the connection. */
    public void stream(List<String> events, boolean complete) {
        if (answered) {
            return;
        }
        answered = true;
        DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        HttpUtil.setTransferEncodingChunked(head, true);
        context.write(head);
        for (String event : events) {
            context.write(new DefaultHttpContent(Unpooled.copiedBuffer(event, StandardCharsets.UTF_8)));
        }
        if (complete) {
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Answers with bytes. */
    public void answer(int status, String contentType, byte[] bytes) {
        send(status, Optional.of(contentType), Unpooled.wrappedBuffer(bytes));
    }

    /** Answers with a text. */
    public void answer(int status, String contentType, String text) {
        send(status, Optional.of(contentType), Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    private void send(int status, Optional<String> contentType, ByteBuf content) {
        if (answered) {
            content.release();
            return;
        }
        answered = true;
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
        contentType.ifPresent(type -> response.headers().set(HttpHeaderNames.CONTENT_TYPE, type));
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
        boolean keep = HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response, keep);
        var written = context.writeAndFlush(response);
        if (!keep) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
