package dev.tandem.socket;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A WebSocket after its handshake: the last handler of its channel, and what the call sends with. */
final class OpenSocket extends ChannelInboundHandlerAdapter implements Socket {
    /** RFC 6455 section 7.1.5: no close frame came. */
    private static final int NO_CLOSE_FRAME = 1006;
    /** RFC 6455 section 7.1.5: a close frame without a code came. */
    private static final int NO_CODE = 1005;

    private final Channel channel;
    private final SocketSettings settings;
    private final Told told;
    private final Outgoing outgoing;
    private volatile boolean taking = true;
    private boolean closing;

    OpenSocket(Channel channel, SocketSettings settings, BooleanSupplier maySpeak, Told told) {
        this.channel = channel;
        this.settings = settings;
        this.told = told;
        this.outgoing = new Outgoing(channel, settings.maxPendingBytes(), maySpeak, this::room);
    }

    void opened() {
        told.opened(this);
    }

    @Override
    public boolean send(byte[] utf8) {
        return taking && outgoing.offer(utf8);
    }

    @Override
    public void close(int code, String reason) {
        if (!WebSocketCloseStatus.isValidStatusCode(code)) {
            throw new IllegalArgumentException("an endpoint must not send close code " + code);
        }
        taking = false;
        onLoop(() -> {
            if (told.over() || closing) return;
            closing = true;
            outgoing.finish(() -> channel.writeAndFlush(new CloseWebSocketFrame(code, CloseReason.fitting(reason))));
            later(() -> end(
                    SocketEnd.OURS,
                    NO_CLOSE_FRAME,
                    "the peer did not close within " + Reasons.of(settings.closeWithin())));
        });
    }

    @Override
    public void cut() {
        taking = false;
        onLoop(() -> end(SocketEnd.OURS, NO_CLOSE_FRAME, "cut by us"));
    }

    void silent(String reason) {
        end(SocketEnd.SILENT, NO_CLOSE_FRAME, reason);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            if (frame instanceof CloseWebSocketFrame close) {
                closed(close);
            } else if (frame instanceof TextWebSocketFrame text && !told.over()) {
                byte[] utf8 = ByteBufUtil.getBytes(text.content());
                if (Utf8.valid(utf8)) told.text(utf8);
                else violated(SocketEnd.MALFORMED, WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "text is not UTF-8");
            }
            // A binary message has no meaning in any protocol we speak over this port; like an unknown event it is
            // passed over.
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    private void closed(CloseWebSocketFrame close) {
        int code = close.statusCode() < 0 ? NO_CODE : close.statusCode();
        String reason = close.reasonText() == null ? "" : Reasons.printable(close.reasonText());
        boolean answer = !told.over() && !closing;
        over(SocketEnd.CLOSED, code, reason);
        if (answer) {
            var echo = close.statusCode() < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, "");
            channel.writeAndFlush(echo).addListener(ChannelFutureListener.CLOSE);
            later(() -> cut(channel));
        } else {
            channel.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        switch (cause) {
            case CorruptedWebSocketFrameException e
            when e.closeStatus() != null ->
                violated(
                        e.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)
                                ? SocketEnd.TOO_LARGE
                                : SocketEnd.MALFORMED,
                        e.closeStatus(),
                        Reasons.of(e));
            case TooLongFrameException e ->
                violated(
                        SocketEnd.TOO_LARGE,
                        WebSocketCloseStatus.MESSAGE_TOO_BIG,
                        "a message exceeds " + settings.maxMessageBytes() + " bytes");
            default -> end(SocketEnd.CUT, NO_CLOSE_FRAME, Reasons.of(cause));
        }
    }

    /** Says why, and reads on unheard until the peer closes: closing with bytes unread resets the connection, and the peer would not learn the code. */
    private void violated(SocketEnd end, WebSocketCloseStatus status, String reason) {
        if (told.over()) return;
        over(end, status.code(), reason);
        channel.writeAndFlush(new CloseWebSocketFrame(status, CloseReason.fitting(reason)));
        later(() -> cut(channel));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (channel.eventLoop().isShuttingDown()) end(SocketEnd.OURS, NO_CLOSE_FRAME, Reasons.SHUT);
        else end(SocketEnd.CUT, NO_CLOSE_FRAME, "the connection ended without a close frame");
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) outgoing.takeTurn();
    }

    private void room() {
        if (taking) told.room();
    }

    private void end(SocketEnd end, int code, String reason) {
        over(end, code, reason);
        cut(channel);
    }

    private void over(SocketEnd end, int code, String reason) {
        taking = false;
        outgoing.drop();
        // However it ends after we began to close, it is the end we wanted.
        told.ended(closing ? SocketEnd.OURS : end, code, reason);
    }

    /** Closes past the TLS handler, which would first wait to say goodbye. */
    static void cut(Channel channel) {
        var first = channel.pipeline().firstContext();
        if (first == null) channel.close();
        else first.close();
    }

    private void later(Runnable step) {
        var timer = channel.eventLoop().schedule(step, settings.closeWithin().toNanos(), TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(gone -> timer.cancel(false));
    }

    private void onLoop(Runnable step) {
        try {
            channel.eventLoop().execute(step);
        } catch (RejectedExecutionException e) {
            outgoing.drop();
        }
    }
}
