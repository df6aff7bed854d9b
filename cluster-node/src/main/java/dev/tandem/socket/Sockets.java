package dev.tandem.socket;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.RoundRobinDnsAddressResolverGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;

/** Opens call sockets and owns the event loops that carry them. */
public final class Sockets implements AutoCloseable {
    private final SocketSettings settings;
    private final SslContext tls;
    private final BooleanSupplier maySpeak;
    private final EventLoopGroup loops;
    private final AddressResolverGroup<InetSocketAddress> names;
    private final Bootstrap bootstrap;
    private final CompletableFuture<Void> terminated = new CompletableFuture<>();

    private Sockets(SocketSettings settings, SslContext tls, BooleanSupplier maySpeak) {
        this.settings = settings;
        this.tls = tls;
        this.maySpeak = maySpeak;
        boolean epoll = Epoll.isAvailable();
        ThreadFactory threads = new DefaultThreadFactory("tandem-socket", true);
        loops = epoll
                ? new EpollEventLoopGroup(settings.eventLoops(), threads)
                : new NioEventLoopGroup(settings.eventLoops(), threads);
        Class<? extends SocketChannel> channel = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        // The JDK looks names up by blocking, which would stop every call on the loop.
        names = new RoundRobinDnsAddressResolverGroup(new DnsNameResolverBuilder()
                .datagramChannelType(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
                .socketChannelType(channel)
                .queryTimeoutMillis(settings.connectTimeout().toMillis()));
        bootstrap = new Bootstrap()
                .channel(channel)
                .resolver(names)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(settings.lowWaterBytes(), settings.highWaterBytes()));
    }

    /** Starts the event loops; TLS trusts what the system trusts and checks the host's name. */
    public static Sockets open(SocketSettings settings) {
        return open(settings, () -> true);
    }

    /**
     * The same for a node that may have to hold its tongue.
     *
     * @param maySpeak while false nothing is opened, and messages wait within their bound; asked often, from any thread
     */
    public static Sockets open(SocketSettings settings, BooleanSupplier maySpeak) {
        try {
            return new Sockets(settings, tls().build(), maySpeak);
        } catch (SSLException e) {
            throw new IllegalStateException("this Java has no working TLS", e);
        }
    }

    /** A client does not check the host's name unless told to. */
    static SslContextBuilder tls() {
        return SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
    }

    static Sockets open(SocketSettings settings, SslContext tls) {
        return new Sockets(settings, tls, () -> true);
    }

    /**
     * Opens a WebSocket. Never throws; every outcome reaches the listener, on the socket's event loop (after {@link #close} on the caller's thread:
     * there is no loop any more).
     *
     * @param address ws or wss, with host, path and query
     * @param headers sent with the handshake, not to be changed afterwards; never logged
     */
    public void connect(URI address, Map<String, String> headers, SocketListener listener) {
        Told told = new Told(listener);
        EventLoop loop = loops.next();
        Opening.Means means = new Opening.Means(bootstrap.clone(loop), tls, settings, maySpeak, told);
        try {
            loop.execute(() -> {
                if (maySpeak.getAsBoolean()) Opening.start(address, headers, means);
                else told.refused(0, "this node may not speak now");
            });
        } catch (RejectedExecutionException e) {
            told.refused(0, Reasons.SHUT);
        }
    }

    /** Begins to end every socket and the event loops with them; returns at once. */
    @Override
    public void close() {
        names.close();
        loops.shutdownGracefully(0, settings.closeWithin().toMillis(), TimeUnit.MILLISECONDS)
                .addListener(done -> terminated.complete(null));
    }

    /** Done when the event loops have ended after {@link #close}. */
    public CompletionStage<Void> terminated() {
        return terminated.minimalCompletionStage();
    }
}
