package dev.tandem.launcher.faults.check;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The journal, read without the product's code.
 *
 * @param rows in the order of persistence id and sequence number
 * @param deletedTo up to which sequence number a persistence id's events were deleted on purpose
 */
public record Journal(List<Row> rows, Map<String, Long> deletedTo) {
    /** Nothing. */
    public static final Journal EMPTY = new Journal(List.of(), Map.of());

    /** The persistence id of admission. */
    public static final String ADMISSION = "Admission";

    /** What the persistence id of a call begins with; its own id follows. */
    public static final String CALL = "Call|";

    /**
     * One event.
     *
     * @param writer of one incarnation of the actor
     * @param wallMs when it was written, by the writing node's clock
     * @param freed calls whose slots an event of admission gives back; first these, then the next
     * @param reserved calls to which it gives one
     */
    public record Row(
            String persistenceId,
            long sequenceNr,
            String writer,
            long wallMs,
            String event,
            Set<String> freed,
            Set<String> reserved) {}

    /** The rows of one persistence id. */
    public List<Row> of(String persistenceId) {
        return rows.stream()
                .filter(row -> row.persistenceId().equals(persistenceId))
                .toList();
    }
}
