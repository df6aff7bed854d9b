package dev.tandem.persistence.read;

import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.journal.CallJournal;
import dev.tandem.persistence.journal.Recorded;
import dev.tandem.persistence.projection.summary.StoredSummary;
import dev.tandem.persistence.projection.summary.SummaryNeed;
import dev.tandem.persistence.projection.summary.SummaryStore;
import dev.tandem.persistence.record.CallRecord;
import dev.tandem.persistence.schema.ReadSide;
import dev.tandem.protocol.api.CallFilter;
import dev.tandem.protocol.api.CallPage;
import dev.tandem.protocol.api.CallView;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Personal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/** Calls as Cassandra holds them: one call from its journal, lists from the registry, which follows within seconds. */
public final class CassandraCalls implements Calls {

    private final CallJournal journal;
    private final SummaryStore summaries;
    private final CallList list;
    private final Prices prices;

    public CassandraCalls(ClassicActorSystemProvider system, Prices prices) {
        ReadSide readSide = new ReadSide(system);
        this.journal = new CallJournal(system);
        this.summaries = new SummaryStore(readSide);
        this.list = new CallList(system, readSide);
        this.prices = prices;
    }

    @Override
    public CompletionStage<Optional<CallView>> call(String callId) {
        return journal.read(callId).thenCompose(events -> {
            if (events.isEmpty()) {
                return CompletableFuture.completedStage(Optional.empty());
            }
            CallRecord record = CallRecord.of(callId, events);
            return switch (SummaryNeed.of(record)) {
                case NOT_YET, NONE ->
                    CompletableFuture.completedStage(Optional.of(record.view(prices, null, List.of())));
                case NO_WORDS, MODEL -> summaries.find(callId).thenApply(stored -> Optional.of(view(record, stored)));
            };
        });
    }

    private CallView view(CallRecord record, Optional<StoredSummary> stored) {
        return record.view(
                prices,
                stored.map(StoredSummary::view).orElse(StoredSummary.PENDING),
                stored.map(StoredSummary::charges).orElse(List.of()));
    }

    @Override
    public CompletionStage<CallPage> list(CallFilter filter, String cursor, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            return CompletableFuture.failedStage(
                    new IllegalArgumentException("The limit of a page is 1 to " + MAX_PAGE + "."));
        }
        try {
            return list.page(filter, cursor == null ? ListCursor.BEGINNING : ListCursor.of(cursor), limit);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    @Override
    public CompletionStage<Optional<Personal>> caller(String callId) {
        return journal.read(callId)
                .thenApply(events -> events.stream()
                        .map(Recorded::event)
                        .filter(CallEvent.CallOffered.class::isInstance)
                        .map(event -> ((CallEvent.CallOffered) event).from())
                        .findFirst());
    }

    @Override
    public CompletionStage<List<CallView.EventView>> events(String callId) {
        return journal.read(callId)
                .thenApply(events -> events.stream().map(ReadableEvents::of).toList());
    }
}
