package dev.tandem.persistence.projection;

import dev.tandem.persistence.schema.ReadSide;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** Calls a projection could not take in, kept for people to look at; one row per projection and call. */
final class Quarantine {

    private final ReadSide readSide;

    Quarantine(ReadSide readSide) {
        this.readSide = readSide;
    }

    CompletionStage<Done> add(String projection, String callId, long seq, Throwable failure) {
        return readSide.upsert(
                "INSERT INTO call_read.quarantine (projection, call_id, seq, at, error) VALUES (?, ?, ?, ?, ?)",
                projection,
                callId,
                seq,
                Instant.now(),
                FailureText.of(failure));
    }
}
