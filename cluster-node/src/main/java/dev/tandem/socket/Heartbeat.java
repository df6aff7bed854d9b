package dev.tandem.socket;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Pings the peer, answers its pings, and notices a half-open connection.
 *
 * <p>After a ping any frame counts as life, not only its pong: a peer busy sending, or one that ignores pings, still carries a call. What such a peer
 * could hide, that it no longer takes our bytes, is noticed when a ping is not even written by the time of the next.
 */
final class Heartbeat extends ChannelInboundHandlerAdapter {
    private final SocketSettings settings;
    private final OpenSocket socket;
    private ScheduledFuture<?> next;
    private ChannelFuture ping;
    private boolean heard;
    private boolean ponged;

    Heartbeat(SocketSettings settings, OpenSocket socket) {
        this.settings = settings;
        this.socket = socket;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        in(ctx, settings.pingEvery(), this::beat);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        next.cancel(false);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        next.cancel(false);
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        heard = true;
        if (frame instanceof PingWebSocketFrame asked) {
            // Pongs to a peer that does not read would pile up; RFC 6455 lets one answer only the latest.
            if (ctx.channel().isWritable()) {
                ponged = true;
                ctx.write(new PongWebSocketFrame(asked.content()));
            } else {
                asked.release();
            }
        } else if (frame instanceof PongWebSocketFrame) {
            ReferenceCountUtil.release(frame);
        } else {
            ctx.fireChannelRead(frame);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (ponged) {
            ponged = false;
            ctx.flush();
        }
        ctx.fireChannelReadComplete();
    }

    private void beat(ChannelHandlerContext ctx) {
        if (ping != null && !ping.isDone()) {
            socket.silent("the peer took none of our bytes for " + Reasons.of(settings.pingEvery()));
            return;
        }
        heard = false;
        ping = ctx.writeAndFlush(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER));
        in(ctx, settings.pongWithin(), this::listen);
    }

    private void listen(ChannelHandlerContext ctx) {
        if (heard) {
            in(ctx, settings.pingEvery().minus(settings.pongWithin()), this::beat);
        } else {
            socket.silent("nothing heard for " + Reasons.of(settings.pongWithin()) + " after a ping");
        }
    }

    private void in(ChannelHandlerContext ctx, Duration delay, Step step) {
        next = ctx.executor().schedule(() -> step.take(ctx), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private interface Step {
        void take(ChannelHandlerContext ctx);
    }
}
