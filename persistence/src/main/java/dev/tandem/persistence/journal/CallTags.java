package dev.tandem.persistence.journal;

import dev.tandem.protocol.call.CallEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/** The tags that wake projections: lifecycle events carry {@code call-<slice>}, everything else none. */
public final class CallTags {

    /** Fixed for ever: a call's tag is stored with its events. Allows as many nodes to share the projections. */
    public static final int SLICES = 16;

    private CallTags() {}

    /** The slice of a call, 0 to 15: CRC-32 of the id's UTF-8 bytes modulo {@link #SLICES}, the same in every version and JVM. */
    public static int slice(String callId) {
        CRC32 crc = new CRC32();
        crc.update(callId.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % SLICES);
    }

    public static String tag(int slice) {
        return "call-" + slice;
    }

    /** Every tag, in slice order. */
    public static List<String> all() {
        return IntStream.range(0, SLICES).mapToObj(CallTags::tag).toList();
    }

    /** The tags an event of that call is stored with. */
    public static Set<String> of(String callId, CallEvent event) {
        return event instanceof CallEvent.Lifecycle ? Set.of(tag(slice(callId))) : Set.of();
    }
}
