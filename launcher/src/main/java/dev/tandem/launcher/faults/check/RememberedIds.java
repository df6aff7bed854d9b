package dev.tandem.launcher.faults.check;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The ids that the shards of calls remember, by the journal: those are revived on the next node that has the shard. */
public final class RememberedIds {
    private static final String SHARDS = "/sharding/CallShard/";
    private static final String STARTED = "CE";
    private static final String STOPPED = "CF";

    /** Field 1, length-delimited: the only field of both messages, a repeated string. */
    private static final int ENTITY_ID = 0x0a;

    private RememberedIds() {}

    /** All of them now. */
    public static Set<String> read(String contactPoint, String datacenter) {
        String[] place = contactPoint.split(":");
        try (CqlSession session = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(place[0], Integer.parseInt(place[1])))
                .withLocalDatacenter(datacenter)
                .build()) {
            Set<String> remembered = new HashSet<>();
            session.execute("SELECT DISTINCT persistence_id, partition_nr FROM call_journal.messages")
                    .forEach(partition -> {
                        String shard = partition.getString("persistence_id");
                        if (shard.startsWith(SHARDS)) {
                            apply(session, shard, partition.getLong("partition_nr"), remembered);
                        }
                    });
            return remembered;
        }
    }

    private static void apply(CqlSession session, String shard, long partition, Set<String> remembered) {
        session.execute(SimpleStatement.newInstance(
                        "SELECT ser_manifest, event FROM call_journal.messages"
                                + " WHERE persistence_id = ? AND partition_nr = ?",
                        shard,
                        partition))
                .forEach(row -> {
                    switch (row.getString("ser_manifest")) {
                        case STARTED -> remembered.addAll(ids(row.getByteBuffer("event")));
                        case STOPPED -> ids(row.getByteBuffer("event")).forEach(remembered::remove);
                        case null, default -> throw new IllegalStateException("unknown event of " + shard);
                    }
                });
    }

    static List<String> ids(ByteBuffer message) {
        ByteBuffer rest = message.duplicate();
        List<String> ids = new ArrayList<>();
        while (rest.hasRemaining()) {
            if (rest.get() != ENTITY_ID) {
                throw new IllegalStateException("a shard's event has a field that it should not have");
            }
            byte[] id = new byte[length(rest)];
            rest.get(id);
            ids.add(new String(id, StandardCharsets.UTF_8));
        }
        return ids;
    }

    /** A base-128 number, the lowest seven bits first. */
    private static int length(ByteBuffer from) {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            byte part = from.get();
            length |= (part & 0x7f) << shift;
            if (part >= 0) {
                return length;
            }
        }
    }
}
