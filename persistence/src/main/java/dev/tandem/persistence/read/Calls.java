package dev.tandem.persistence.read;

import dev.tandem.protocol.api.CallFilter;
import dev.tandem.protocol.api.CallPage;
import dev.tandem.protocol.api.CallView;
import dev.tandem.protocol.call.Personal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What has been remembered of calls, for the API to read. */
public interface Calls {

    /** The most calls on one page. */
    int MAX_PAGE = 200;

    /** One call as its journal tells it now, with what projections added; empty when no such call was ever offered. */
    CompletionStage<Optional<CallView>> call(String callId);

    /**
     * Calls newest first, without transcripts.
     *
     * @param cursor {@code nextCursor} of the page before, or null; a cursor we did not make fails with {@link IllegalArgumentException}
     */
    CompletionStage<CallPage> list(CallFilter filter, String cursor, int limit);

    /** The caller's whole number as the carrier told it; empty when no such call was ever offered. */
    CompletionStage<Optional<Personal>> caller(String callId);

    /** The call's journal in order; empty when no such call was ever offered. */
    CompletionStage<List<CallView.EventView>> events(String callId);
}
