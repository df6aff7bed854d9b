package dev.tandem.admission;

import static dev.tandem.benchmarks.scale.Scale.say;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A sketch of admission split by tenant: so many parts, each the only one that decides for its tenants and therefore exact for their
 * limits, share the global limit by leases of one keeper. A part decides by itself within its lease and asks for a block beyond it.
 * When the keeper runs out, slots are scarce: idle ones are called back, from then on each slot given back goes to the keeper at once
 * and leases are of one slot, so the keeper decides in truth. Leases never add up to more than the limit, and a call is refused only
 * when no slot is idle anywhere; both are checked. Messages take no time here; they are counted.
 */
public final class SharesAtScale {

    private static final int PARTS = 64;
    private static final int BLOCK = 500;

    private record End(double atMicros, String callId, int part) {}

    private final AdmissionState[] parts = new AdmissionState[PARTS];
    private final int[] leases = new int[PARTS];
    private final long[] decisions = new long[PARTS];
    private final int limit;
    private int unleased;
    private long asked;
    private boolean scarce;
    private long callsBack;
    private long returned;
    private long granted;
    private long refused;

    private SharesAtScale(int limit) {
        this.limit = limit;
        this.unleased = limit;
        Arrays.fill(parts, AdmissionState.EMPTY);
    }

    public static void print(int calls, int meanSeconds, int seconds, long seed) {
        say("");
        say("admission split into %d parts by tenant, leases in blocks of %d", PARTS, BLOCK);
        new SharesAtScale(calls + calls / 5).run("a limit a fifth above the load", calls, meanSeconds, seconds, seed);
        new SharesAtScale(calls).run("a limit at the load", calls, meanSeconds, seconds, seed);
    }

    private void run(String what, int calls, int meanSeconds, int seconds, long seed) {
        Random random = new Random(seed);
        PriorityQueue<End> ends = new PriorityQueue<>((a, b) -> Double.compare(a.atMicros(), b.atMicros()));
        int number = 0;
        for (; number < calls; number++) {
            reserve(RoundsAtScale.id(number), random, ends, 0, meanSeconds);
        }
        Arrays.fill(decisions, 0);
        asked = callsBack = returned = granted = refused = 0;
        double perMicro = calls / (meanSeconds * 1e6);
        for (double now = 0; now < seconds * 1e6; now += RoundsAtScale.exponential(random, 1 / perMicro)) {
            while (!ends.isEmpty() && ends.peek().atMicros() <= now) {
                free(ends.poll());
            }
            reserve(RoundsAtScale.id(number++), random, ends, now, meanSeconds);
        }
        long busiest = Arrays.stream(decisions).max().orElse(0);
        say(
                "  %s: %.0f decisions/s, the busiest part %.0f/s; refused %.2f %%, none while a slot was idle",
                what,
                (double) (granted + refused) / seconds,
                (double) busiest / seconds,
                100.0 * refused / (granted + refused));
        say(
                "    the keeper of leases hears %.0f questions/s and %.0f returns/s and called back %d times in all; %.2f %% of the decisions wait for it",
                (double) asked / seconds, (double) returned / seconds, callsBack, 100.0 * asked / (granted + refused));
    }

    private void reserve(String callId, Random random, PriorityQueue<End> ends, double now, int meanSeconds) {
        String tenant = RoundsAtScale.tenant(random);
        int part = Math.floorMod(tenant.hashCode(), PARTS);
        decisions[part]++;
        if (parts[part].inUse() >= leases[part]) {
            lease(part);
        }
        if (!(parts[part].decide(callId, tenant, within(leases[part])) instanceof AdmissionState.Decision.Grant)) {
            if (inUse() < limit) {
                throw new IllegalStateException("refused with idle slots");
            }
            refused++;
            return;
        }
        granted++;
        parts[part] = parts[part].reserve(callId, tenant);
        ends.add(new End(now + RoundsAtScale.exponential(random, meanSeconds * 1e6), callId, part));
    }

    private void lease(int part) {
        asked++;
        if (!scarce && unleased < BLOCK) {
            scarce = true;
            callBack();
        }
        int block = Math.min(scarce ? 1 : BLOCK, unleased);
        unleased -= block;
        leases[part] += block;
    }

    private void callBack() {
        callsBack++;
        for (int part = 0; part < PARTS; part++) {
            int idle = leases[part] - parts[part].inUse();
            leases[part] -= idle;
            unleased += idle;
        }
    }

    private void free(End end) {
        int part = end.part();
        parts[part] = parts[part].free(end.callId());
        int back = leases[part] - parts[part].inUse() > 2 * BLOCK ? BLOCK : scarce ? 1 : 0;
        if (back > 0) {
            leases[part] -= back;
            unleased += back;
            returned++;
            scarce &= unleased < 2 * PARTS * BLOCK;
        }
        if (unleased + Arrays.stream(leases).sum() != limit) {
            throw new IllegalStateException("the leases do not add up");
        }
    }

    private int inUse() {
        return Arrays.stream(parts).mapToInt(AdmissionState::inUse).sum();
    }

    private static Limits within(int lease) {
        return new Limits() {
            @Override
            public int global() {
                return lease;
            }

            @Override
            public int tenant(String tenant) {
                return Integer.MAX_VALUE;
            }
        };
    }
}
