package dev.tandem.socket;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Messages on their way out: bounded over queue and write buffer together, written while the channel takes them, flushed once per turn of the loop.
 */
final class Outgoing {
    /** Counted per message for what it occupies besides its bytes. */
    static final int OVERHEAD = 64;

    /** How soon a node that may not speak looks again. */
    private static final long AGAIN_MILLIS = 50;

    private final Channel channel;
    private final long bound;
    private final BooleanSupplier maySpeak;
    private final Runnable room;
    private final Queue<byte[]> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong pending = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicBoolean turn = new AtomicBoolean();
    private Runnable whenEmpty;

    /**
     * @param maySpeak while false nothing is written
     * @param room run on the loop when a refused message would fit again
     */
    Outgoing(Channel channel, long bound, BooleanSupplier maySpeak, Runnable room) {
        this.channel = channel;
        this.bound = bound;
        this.maySpeak = maySpeak;
        this.room = room;
    }

    /** Takes the message unless the bound is met; any thread. */
    boolean offer(byte[] utf8) {
        long cost = utf8.length + OVERHEAD;
        if (cost > bound) return false;
        if (pending.addAndGet(cost) > bound) {
            pending.addAndGet(-cost);
            // Bytes may have left between the two lines above: one look afterwards, on the loop, so that no wake-up is
            // lost.
            if (refused.getAndAccumulate(cost, Math::max) == 0) onLoop(this::tellRoom);
            return false;
        }
        queue.add(utf8);
        takeTurn();
        return true;
    }

    /** Has the queue written; any thread. */
    void takeTurn() {
        if (turn.compareAndSet(false, true)) onLoop(this::write);
    }

    /** Runs this on the loop once everything taken was put into the write buffer. */
    void finish(Runnable then) {
        whenEmpty = then;
        takeTurn();
    }

    /** Forgets what was not yet written. */
    void drop() {
        queue.clear();
        whenEmpty = null;
    }

    private void write() {
        turn.set(false);
        if (!queue.isEmpty() && !maySpeak.getAsBoolean()) {
            channel.eventLoop().schedule(this::takeTurn, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        boolean written = false;
        while (channel.isWritable()) {
            byte[] utf8 = queue.poll();
            if (utf8 == null) break;
            channel.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(utf8)))
                    .addListener(left(utf8.length + OVERHEAD));
            written = true;
        }
        if (written) channel.flush();
        if (whenEmpty != null && queue.isEmpty()) {
            Runnable then = whenEmpty;
            whenEmpty = null;
            then.run();
        }
    }

    private GenericFutureListener<Future<Void>> left(long cost) {
        return written -> {
            pending.addAndGet(-cost);
            tellRoom();
        };
    }

    private void tellRoom() {
        long wanted = refused.get();
        if (wanted == 0 || pending.get() > Math.min(bound / 2, bound - wanted)) return;
        refused.set(0);
        room.run();
    }

    private void onLoop(Runnable step) {
        try {
            channel.eventLoop().execute(step);
        } catch (RejectedExecutionException e) {
            // The loops are shut: the socket's end has been told.
            queue.clear();
        }
    }
}
