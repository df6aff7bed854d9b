package dev.tandem.persistence.projection;

import dev.tandem.persistence.record.CallRecord;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** Something remembered of each call beside its journal, brought up to date from the call's record; idempotent. */
public interface CallProjection {

    /** Names it in metrics and in quarantine. */
    String name();

    /** Done when what follows from the record is stored; older records may come after newer ones. Every record has its offer. */
    CompletionStage<Done> project(CallRecord record);
}
