package dev.tandem.socket;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One attempt to open a socket, from the name lookup to the handshake's answer; everything happens on its event loop. */
final class Opening extends ChannelInboundHandlerAdapter {
    /** Of a refusal's body, what is passed on. */
    private static final int BODY_BYTES = 1024;
    /** Status 101 opens the socket. */
    private static final int SWITCHING = 101;

    /** What an attempt is made with. */
    record Means(Bootstrap bootstrap, SslContext tls, SocketSettings settings, BooleanSupplier maySpeak, Told told) {}

    private final URI address;
    private final boolean secure;
    private final Means means;
    private final Handshake handshake;
    private final ByteBuf body = Unpooled.buffer(0, BODY_BYTES);
    private Channel channel;
    private ScheduledFuture<?> deadline;
    private HttpResponse response;

    private Opening(URI address, Map<String, String> headers, Means means) {
        this.address = address;
        this.secure = "wss".equals(address.getScheme());
        this.means = means;
        this.handshake = new Handshake(address, headers, means.settings().maxFrameBytes());
    }

    static void start(URI address, Map<String, String> headers, Means means) {
        boolean known = "ws".equals(address.getScheme()) || "wss".equals(address.getScheme());
        if (!known || address.getHost() == null) {
            means.told().refused(0, "the address must be ws or wss with a host");
            return;
        }
        try {
            new Opening(address, headers, means).connect();
        } catch (IllegalArgumentException | NullPointerException e) {
            // Not the exception's text: it quotes the header's value.
            means.told().refused(0, "the address or a header is not fit for a handshake");
        }
    }

    private int port() {
        if (address.getPort() >= 0) return address.getPort();
        return secure ? 443 : 80;
    }

    private void connect() {
        Duration within = means.settings().connectTimeout();
        ChannelFuture connecting = means.bootstrap().handler(new Pipeline()).connect(address.getHost(), port());
        channel = connecting.channel();
        if (!channel.isRegistered() && connecting.isDone()) {
            refuse(0, "connect failed: " + Reasons.of(connecting.cause()));
            return;
        }
        awaitNoLongerThan(within, "no connection to " + address.getHost() + " within " + Reasons.of(within));
        connecting.addListener(done -> {
            if (!done.isSuccess()) refuse(0, "connect failed: " + Reasons.of(done.cause()));
        });
    }

    private final class Pipeline extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel ch) {
            if (secure) {
                SslHandler ssl = means.tls().newHandler(ch.alloc(), address.getHost(), port());
                ssl.setHandshakeTimeoutMillis(
                        means.settings().handshakeTimeout().toMillis());
                ch.pipeline().addLast(ssl);
            }
            ch.pipeline().addLast(new HttpClientCodec(), Opening.this);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Duration within = means.settings().handshakeTimeout();
        awaitNoLongerThan(within, "no answer to the handshake within " + Reasons.of(within));
        handshake.handshake(ctx.channel()).addListener(sent -> {
            // A broken connection tells its better reason, such as what TLS disliked, by its own event.
            if (!sent.isSuccess() && !(sent.cause() instanceof IOException)) {
                refuse(0, "handshake not sent: " + Reasons.of(sent.cause()));
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (means.told().over()) return;
            if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
                refuse(0, "the answer to the handshake is not HTTP");
                return;
            }
            if (message instanceof HttpResponse head) response = head;
            if (message instanceof HttpContent content && response != null) answered(ctx, content);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void answered(ChannelHandlerContext ctx, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (response.status().code() == SWITCHING) {
            if (last) open(ctx);
            return;
        }
        if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) return;
        ByteBuf more = content.content();
        body.writeBytes(more, Math.min(more.readableBytes(), BODY_BYTES - body.readableBytes()));
        if (last || body.readableBytes() == BODY_BYTES) refuseByAnswer();
    }

    private void open(ChannelHandlerContext ctx) {
        try {
            handshake.finishHandshake(
                    ctx.channel(),
                    new DefaultFullHttpResponse(
                            response.protocolVersion(),
                            response.status(),
                            Unpooled.EMPTY_BUFFER,
                            response.headers(),
                            EmptyHttpHeaders.INSTANCE));
        } catch (RuntimeException e) {
            refuse(SWITCHING, "the answer to the handshake is wrong: " + Reasons.of(e));
            return;
        }
        deadline.cancel(false);
        SocketSettings settings = means.settings();
        OpenSocket socket = new OpenSocket(ctx.channel(), settings, means.maySpeak(), means.told());
        ctx.pipeline()
                .addLast(new Heartbeat(settings, socket))
                .addLast(new WebSocketFrameAggregator(settings.maxMessageBytes()))
                .addLast(socket)
                .remove(this);
        socket.opened();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent tls && !tls.isSuccess()) {
            refuse(0, "TLS failed: " + Reasons.of(tls.cause()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        refuse(0, "handshake failed: " + Reasons.of(cause));
    }

    /** Not inactive: a channel that was never active is unregistered all the same. */
    @Override
    public void channelUnregistered(ChannelHandlerContext ctx) {
        if (ctx.channel().eventLoop().isShuttingDown()) refuse(0, Reasons.SHUT);
        else if (response != null) refuseByAnswer();
        else refuse(0, "the connection was closed before the handshake was answered");
    }

    private void refuseByAnswer() {
        String said = Reasons.printable(body.toString(StandardCharsets.UTF_8));
        refuse(response.status().code(), said.isEmpty() ? response.status().toString() : said);
    }

    private void awaitNoLongerThan(Duration within, String otherwise) {
        if (deadline != null) deadline.cancel(false);
        deadline = channel.eventLoop()
                .schedule(
                        () -> {
                            if (response != null) refuseByAnswer();
                            else refuse(0, otherwise);
                        },
                        within.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void refuse(int status, String reason) {
        if (deadline != null) deadline.cancel(false);
        OpenSocket.cut(channel);
        means.told().refused(status, reason);
    }
}
