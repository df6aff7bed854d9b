package dev.tandem.simulator.http;

import dev.tandem.simulator.event.ErrorDetail;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns each HTTP request of a connection into an {@link Exchange}. */
public final class HttpFront extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

    private final Consumer<Exchange> routes;

    /** Hands every request to {@code routes}, on the event loop. */
    public HttpFront(Consumer<Exchange> routes) {
        this.routes = routes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Exchange exchange;
        try {
            exchange = new Exchange(context, request);
        } catch (IllegalArgumentException badEscape) {
            refuse(context, request);
            return;
        }
        if (request.decoderResult().isFailure() || !exchange.path().startsWith("/")) {
            refuse(context, request);
            return;
        }
        try {
            routes.accept(exchange);
        } catch (RuntimeException bug) {
            LOG.error("{} {} failed", exchange.method(), exchange.path(), bug);
            exchange.refuse(500, ErrorDetail.server("The simulator failed on this request."));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.debug("connection closed: {}", cause.toString());
        }
        context.close();
    }

    private static void refuse(ChannelHandlerContext context, FullHttpRequest request) {
        context.writeAndFlush(new DefaultFullHttpResponse(request.protocolVersion(), HttpResponseStatus.BAD_REQUEST))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
