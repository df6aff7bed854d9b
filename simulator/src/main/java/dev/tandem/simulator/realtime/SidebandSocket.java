package dev.tandem.simulator.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.call.Session;
import dev.tandem.simulator.call.Sideband;
import dev.tandem.simulator.json.Json;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** One WebSocket of a session on its Netty channel. */
final class SidebandSocket extends SimpleChannelInboundHandler<WebSocketFrame> implements Sideband {
    private final Session session;
    private Channel channel;
    private boolean silent;

    SidebandSocket(Session session) {
        this.session = session;
    }

    void open(Channel opened) {
        channel = opened;
        session.sidebands().attach(this);
    }

    @Override
    public boolean send(ObjectNode event) {
        return write(Json.write(event));
    }

    @Override
    public void sendText(String text) {
        write(text);
    }

    private boolean write(String text) {
        if (silent || !channel.isActive()) {
            return false;
        }
        if (!channel.isWritable()) {
            abort();
            session.sidebands().detach(this, "slow_client");
            return false;
        }
        channel.writeAndFlush(new TextWebSocketFrame(text));
        return true;
    }

    @Override
    public void close(int code, String reason) {
        if (!silent) {
            silent = true;
            channel.writeAndFlush(new CloseWebSocketFrame(code, reason)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void abort() {
        silent = true;
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void freeze() {
        silent = true;
        channel.config().setAutoRead(false);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (silent) {
            return;
        }
        switch (frame) {
            case TextWebSocketFrame text -> ClientEvents.read(text.text(), session, this);
            case PingWebSocketFrame ping ->
                context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            case CloseWebSocketFrame close -> close(close.statusCode() == -1 ? 1000 : close.statusCode(), "");
            default -> {
                // Pongs and binary frames mean nothing on a sideband.
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        silent = true;
        session.sidebands().detach(this, "client");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
