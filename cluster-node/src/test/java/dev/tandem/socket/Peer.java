package dev.tandem.socket;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The other end of a call socket, as the tests want it: {@code /call} opens, {@code /refuse/<status>} refuses with a body, {@code /never} never answers,
 * {@code /garbage} answers something that is not HTTP, {@code /wrong} answers 101 without the right proof, {@code /greets} sends a message together with
 * the handshake's answer.
 */
final class Peer implements AutoCloseable {
    private final NioEventLoopGroup loops = new NioEventLoopGroup(2);
    private final SslContext tls;
    private final Channel listening;
    private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();

    Peer() throws InterruptedException {
        this(null);
    }

    Peer(SslContext tls) throws InterruptedException {
        this.tls = tls;
        listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.SO_RCVBUF, 16 << 10)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(8192), new Requests());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    URI at(String path) {
        return URI.create((tls == null ? "ws" : "wss") + "://localhost:" + port() + path);
    }

    Connection connection() throws InterruptedException {
        Connection next = connections.poll(10, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("nobody connected within 10 s");
        return next;
    }

    @Override
    public void close() throws InterruptedException {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    /** One connection as the peer sees it; {@code frames} holds copies free of buffers. */
    static final class Connection {
        final Channel channel;
        final HttpHeaders headers;
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        final BlockingQueue<String> closes = new LinkedBlockingQueue<>();
        final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
        final AtomicInteger pings = new AtomicInteger();
        volatile boolean answersPings = true;
        volatile boolean answersCloses = true;

        private Connection(Channel channel, HttpHeaders headers) {
            this.channel = channel;
            this.headers = headers;
        }

        void send(String text) {
            channel.writeAndFlush(new TextWebSocketFrame(text));
        }

        void send(WebSocketFrame frame) {
            channel.writeAndFlush(frame);
        }

        /** Bytes past the frame encoder. */
        void sendRaw(ByteBuf bytes) {
            channel.pipeline().firstContext().writeAndFlush(bytes);
        }

        void reset() {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        }

        void reading(boolean on) {
            channel.config().setAutoRead(on);
        }

        String text() throws InterruptedException {
            return texts.poll(10, TimeUnit.SECONDS);
        }

        String closed() throws InterruptedException {
            return closes.poll(10, TimeUnit.SECONDS);
        }
    }

    private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            Connection connection =
                    new Connection(ctx.channel(), request.headers().copy());
            String path = URI.create(request.uri()).getPath();
            if (path.startsWith("/refuse/")) {
                refuse(ctx, Integer.parseInt(path.substring("/refuse/".length())));
            } else if (path.equals("/garbage")) {
                connection.sendRaw(Unpooled.copiedBuffer("SSH-2.0-nothing\r\n\r\n", StandardCharsets.US_ASCII));
            } else if (path.equals("/wrong")) {
                var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
                answer.headers()
                        .set("upgrade", "websocket")
                        .set("connection", "upgrade")
                        .set("sec-websocket-accept", "bm90IHRoZSBhbnN3ZXI=");
                ctx.writeAndFlush(answer);
            } else if (!path.equals("/never")) {
                open(ctx, request, connection, path.equals("/greets"));
            }
            connections.add(connection);
        }

        private void open(ChannelHandlerContext ctx, FullHttpRequest request, Connection connection, boolean greets) {
            ctx.pipeline().addLast(new Frames(connection));
            new WebSocketServerHandshakerFactory("ws://localhost/", null, false, 16 << 20)
                    .newHandshaker(request)
                    .handshake(ctx.channel(), request);
            if (greets) connection.send("hello");
        }

        private void refuse(ChannelHandlerContext ctx, int status) {
            ByteBuf body = Unpooled.copiedBuffer("{\"error\":\"" + "no ".repeat(1000) + "\"}", StandardCharsets.UTF_8);
            var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
            HttpUtil.setContentLength(answer, body.readableBytes());
            ctx.writeAndFlush(answer);
        }
    }

    private static final class Frames extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final Connection connection;

        Frames(Connection connection) {
            this.connection = connection;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
            switch (frame) {
                case TextWebSocketFrame text -> connection.texts.add(text.text());
                case PongWebSocketFrame pong ->
                    connection.pongs.add(pong.content().toString(StandardCharsets.UTF_8));
                case PingWebSocketFrame ping -> {
                    connection.pings.incrementAndGet();
                    if (connection.answersPings)
                        ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
                }
                case CloseWebSocketFrame close -> {
                    connection.closes.add(close.statusCode() + " " + close.reasonText());
                    if (connection.answersCloses)
                        ctx.writeAndFlush(close.retain()).addListener(done -> ctx.close());
                }
                default -> {}
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
