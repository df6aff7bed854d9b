package dev.tandem.launcher.faults.arena;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.stage.SampleTenant;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Keeps so many calls going: whenever some end, others arrive. */
public final class Crowd implements AutoCloseable {
    private static final Duration LOOKS_EVERY = Duration.ofMillis(500);
    private static final int MOST_AT_ONCE = 3;

    private final Arena arena;
    private final int size;
    private final List<SampleTenant> tenants;
    private final Function<SampleTenant, Offer> offer;
    private final Thread thread;
    private volatile boolean over;
    private volatile Unable failure;
    private int placed;

    private Crowd(Arena arena, int size, List<SampleTenant> tenants, Function<SampleTenant, Offer> offer) {
        this.arena = arena;
        this.size = size;
        this.tenants = tenants;
        this.offer = offer;
        this.thread = Thread.ofVirtual().unstarted(this::run);
    }

    /** Begins; the offers go to the large tenants in turn. */
    public static Crowd of(Arena arena, int size, Function<SampleTenant, Offer> offer) {
        return of(arena, size, Cast.LARGE, offer);
    }

    /** Begins; the offers go to these tenants in turn. */
    public static Crowd of(Arena arena, int size, List<SampleTenant> tenants, Function<SampleTenant, Offer> offer) {
        Crowd crowd = new Crowd(arena, size, tenants, offer);
        crowd.thread.start();
        return crowd;
    }

    /** Waits until that many are on the line, each with its sideband. */
    public void awaitThere(Duration atMost) throws InterruptedException {
        Arena.await(size + " live calls with a sideband", atMost, () -> {
            if (failure != null) {
                throw failure;
            }
            return attached(arena) >= size;
        });
    }

    /** How many live calls have a sideband. */
    public static long attached(Arena arena) {
        return arena.history().calls().stream()
                .filter(CallHistory::live)
                .filter(call -> !call.unattachedNow())
                .count();
    }

    private void run() {
        try {
            while (!over) {
                List<CallHistory> calls = arena.history().calls();
                long open = calls.stream()
                        .filter(call -> call.first(Kind.OFFER).isPresent())
                        .filter(call -> call.first(Kind.ENDED).isEmpty())
                        .count();
                for (long i = Math.min(MOST_AT_ONCE, size - open); i > 0 && !over; i--) {
                    arena.provider().place(offer.apply(tenants.get(placed++ % tenants.size())));
                }
                Thread.sleep(LOOKS_EVERY);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (Unable e) {
            failure = e;
        }
    }

    /** Nobody else arrives. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
        if (failure != null) {
            throw failure;
        }
    }
}
