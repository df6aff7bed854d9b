package dev.tandem.persistence.projection;

import dev.tandem.persistence.record.CallRecord;
import dev.tandem.persistence.schema.Upsert;
import java.util.List;

/** Something remembered of each call beside its journal, brought up to date from the call's record; idempotent. */
public interface CallProjection {

    /** Names it in metrics and in quarantine. */
    String name();

    /** What is to be stored of the record; older records may come after newer ones. Every record has its offer. */
    List<Upsert> writes(CallRecord record);

    /** That is stored; returns at once. */
    void stored(CallRecord record);
}
