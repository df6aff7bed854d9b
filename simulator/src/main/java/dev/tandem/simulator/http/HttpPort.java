package dev.tandem.simulator.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The one listening port and the one event loop on which everything of a simulator happens, but for accepting connections. */
public final class HttpPort implements AutoCloseable {
    /** Scripts of several KB and transcripts for summaries fit; more is answered 413. */
    private static final int MAX_BODY = 4 * 1024 * 1024;
    /** A sideband that leaves this much unread is cut off. */
    private static final int MAX_UNREAD = 16 * 1024 * 1024;

    private static final int BACKLOG = 1024;

    private final Optional<SslContext> tls;
    /** Of its own: beside hundreds of busy connections a loop accepts a few new ones a turn, and callers' nodes wait for seconds. */
    private final NioEventLoopGroup door = new NioEventLoopGroup(1, new DefaultThreadFactory("simulator-door", true));

    private final NioEventLoopGroup group = new NioEventLoopGroup(1, new DefaultThreadFactory("simulator", true));
    private final EventLoop loop = group.next();
    private Channel server;
    private String host;

    /** A port that also speaks TLS where a context is given: the first byte tells. */
    public HttpPort(Optional<SslContext> tls) {
        this.tls = tls;
    }

    /** The event loop. */
    public EventLoop loop() {
        return loop;
    }

    /** Starts listening; port 0 takes a free one. */
    public void listen(String address, int port, Consumer<Exchange> routes) throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(door, group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(MAX_UNREAD / 2, MAX_UNREAD))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        tls.ifPresent(context -> channel.pipeline().addLast(new OptionalSslHandler(context)));
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_BODY))
                                .addLast(new HttpFront(routes));
                    }
                })
                .bind(address, port)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            door.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IOException("cannot listen on " + address + ":" + port + ": "
                    + bound.cause().getMessage());
        }
        server = bound.channel();
        host = address;
    }

    /** The address it listens on. */
    public String host() {
        return host;
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public void close() {
        door.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
