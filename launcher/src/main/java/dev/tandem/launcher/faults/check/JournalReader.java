package dev.tandem.launcher.faults.check;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the journal's tables as they are. */
public final class JournalReader {
    private static final String ROWS = "SELECT persistence_id, sequence_nr, timestamp, writer_uuid, ser_manifest"
            + " FROM call_journal.messages WHERE timestamp >= minTimeuuid(?) ALLOW FILTERING";
    private static final String OF_ONE =
            "SELECT persistence_id, sequence_nr, timestamp, writer_uuid, ser_manifest, event"
                    + " FROM call_journal.messages WHERE persistence_id = ? AND partition_nr = ?";
    private static final String DELETED = "SELECT persistence_id, deleted_to FROM call_journal.metadata";
    /** As the journal is configured; a part of the table's key. */
    private static final long PARTITION = 500_000;

    private static final int PAGE = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

    private JournalReader() {}

    /** All events of every persistence id that was written to since then. */
    public static Journal read(String contactPoint, String datacenter, long sinceWallMs) {
        String[] place = contactPoint.split(":");
        try (CqlSession session = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(place[0], Integer.parseInt(place[1])))
                .withLocalDatacenter(datacenter)
                .build()) {
            Set<String> written = new HashSet<>();
            execute(session, ROWS, Instant.ofEpochMilli(sinceWallMs))
                    .forEach(row -> written.add(row.getString("persistence_id")));
            List<Journal.Row> rows = new ArrayList<>();
            for (String id : written) {
                readOne(session, id, rows);
            }
            rows.sort(Comparator.comparing(Journal.Row::persistenceId).thenComparingLong(Journal.Row::sequenceNr));
            Map<String, Long> deletedTo = new HashMap<>();
            execute(session, DELETED)
                    .forEach(row -> deletedTo.put(row.getString("persistence_id"), row.getLong("deleted_to")));
            return new Journal(List.copyOf(rows), deletedTo);
        }
    }

    private static void readOne(CqlSession session, String id, List<Journal.Row> rows) {
        JsonNode nothing = MissingNode.getInstance();
        for (long partition = 0; ; partition++) {
            int before = rows.size();
            for (var row : execute(session, OF_ONE, id, partition)) {
                String manifest = row.getString("ser_manifest");
                String event = manifest.substring(Math.max(manifest.lastIndexOf('.'), manifest.lastIndexOf('$')) + 1);
                JsonNode slots = id.equals(Journal.ADMISSION) ? decoded(row.getByteBuffer("event")) : nothing;
                rows.add(new Journal.Row(
                        id,
                        row.getLong("sequence_nr"),
                        row.getString("writer_uuid"),
                        Uuids.unixTimestamp(row.getUuid("timestamp")),
                        event.replaceAll("#\\d+$", ""),
                        names(slots.path("freed"), event.startsWith("Freed") ? slots.path("callId") : nothing),
                        names(slots.path("reserved"), event.startsWith("Reserved") ? slots.path("callId") : nothing)));
            }
            if (rows.size() - before < PARTITION) {
                return;
            }
        }
    }

    private static ResultSet execute(CqlSession session, String statement, Object... values) {
        return session.execute(
                SimpleStatement.newInstance(statement, values).setPageSize(PAGE).setTimeout(PATIENCE));
    }

    /** A list of calls, or calls by name, or one call. */
    private static Set<String> names(JsonNode several, JsonNode one) {
        Set<String> names = new LinkedHashSet<>();
        if (several.isObject()) {
            several.fieldNames().forEachRemaining(names::add);
        } else {
            several.forEach(name -> names.add(name.asText()));
        }
        if (!one.isMissingNode()) {
            names.add(one.asText());
        }
        return names;
    }

    private static JsonNode decoded(ByteBuffer event) {
        byte[] bytes = new byte[event.remaining()];
        event.duplicate().get(bytes);
        try {
            return CBOR.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("An event of admission cannot be read", e);
        }
    }
}
