package dev.tandem.persistence.schema;

import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.session.ProgrammaticArguments;
import com.datastax.oss.driver.internal.core.channel.ChannelFactory;
import com.datastax.oss.driver.internal.core.context.DefaultDriverContext;
import com.datastax.oss.driver.internal.core.context.DefaultNettyOptions;
import com.datastax.oss.driver.internal.core.context.NettyOptions;
import com.datastax.oss.protocol.internal.Frame;
import com.datastax.oss.protocol.internal.Message;
import com.datastax.oss.protocol.internal.request.Batch;
import com.datastax.oss.protocol.internal.request.Execute;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Keeps statements from Cassandra while this node may not speak to it, by a last look right before they are encoded for the socket.
 * Whoever issues a write looks before, too; but a process may be stopped in between, and wake when another writes in its place.
 * A statement waits a moment for the permission: others may know before a new member does that it is one, and give it a part of the calls,
 * which would stand still for ten seconds if it could not be read at once.
 */
final class LastLook extends ChannelOutboundHandlerAdapter {

    private static final int TRIES = 40;
    private static final int MS_BETWEEN = 50;

    private final BooleanSupplier maySpeak;

    LastLook(BooleanSupplier maySpeak) {
        this.maySpeak = maySpeak;
    }

    /** Sessions all of whose connections have it. */
    static CqlSessionBuilder sessions(BooleanSupplier maySpeak) {
        return new CqlSessionBuilder() {
            @Override
            protected DriverContext buildContext(DriverConfigLoader config, ProgrammaticArguments arguments) {
                return new DefaultDriverContext(config, arguments) {
                    @Override
                    protected NettyOptions buildNettyOptions() {
                        return new DefaultNettyOptions(this) {
                            @Override
                            public void afterChannelInitialized(Channel channel) {
                                channel.pipeline()
                                        .addBefore(
                                                ChannelFactory.INFLIGHT_HANDLER_NAME,
                                                "last-look",
                                                new LastLook(maySpeak));
                            }
                        };
                    }
                };
            }
        };
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof Frame frame && isStatement(frame.message) && !maySpeak.getAsBoolean()) {
            later(context, message, promise, TRIES);
        } else {
            context.write(message, promise);
        }
    }

    private void later(ChannelHandlerContext context, Object message, ChannelPromise promise, int tries) {
        if (tries == 0) {
            promise.tryFailure(
                    new IOException("this node may not speak to Cassandra now: no majority has answered it"));
            return;
        }
        context.executor()
                .schedule(
                        () -> {
                            if (maySpeak.getAsBoolean()) {
                                context.writeAndFlush(message, promise);
                            } else {
                                later(context, message, promise, tries - 1);
                            }
                        },
                        MS_BETWEEN,
                        TimeUnit.MILLISECONDS);
    }

    /** What reads and writes data is prepared; the driver's own talk, heartbeats and the cluster's topology, goes on. */
    private static boolean isStatement(Message message) {
        return message instanceof Execute || message instanceof Batch;
    }
}
