package dev.tandem.persistence.schema;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metrics.Metrics;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.session.Request;
import com.datastax.oss.driver.api.core.type.reflect.GenericType;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A session in which no write to the journal fails with an outcome that is not known. A write that was given up may lie in a socket of a
 * Cassandra that sleeps, and be applied when its writer has recovered without it and has given its sequence number away. So it is
 * repeated until it is there, which changes nothing if it was there already: its rows bear a time of their own. Only then its failure is
 * told, and whoever recovers, which the plugin lets wait for that, finds it.
 */
final class SettledWrites implements CqlSession {

    private static final String JOURNAL = "INSERT INTO call_journal.messages";

    /** While Cassandra cannot be reached a try costs next to nothing; one that it does not answer lasts as long as the driver waits. */
    private static final long MS_BETWEEN = 500;

    private static final Executor LATER = CompletableFuture.delayedExecutor(MS_BETWEEN, TimeUnit.MILLISECONDS);

    private final CqlSession session;

    SettledWrites(CqlSession session) {
        this.session = session;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R extends Request, T> T execute(R request, GenericType<T> resultType) {
        T result = session.execute(request, resultType);
        return result instanceof CompletionStage<?> written && isJournalWrite(request)
                ? (T) written.exceptionallyCompose(failure -> settled(request, resultType, failure))
                : result;
    }

    /** Fails as the write did, when its rows are there or never will be. */
    private <T> CompletionStage<T> settled(Request write, GenericType<?> resultType, Throwable failure) {
        CompletableFuture<T> told = new CompletableFuture<>();
        repeat(write, resultType, () -> told.completeExceptionally(failure));
        return told;
    }

    /** No try waits for the next one: in an hour's outage there are thousands of them for each writer. */
    private void repeat(Request write, GenericType<?> resultType, Runnable isSettled) {
        LATER.execute(() -> {
            tried(write, resultType).whenComplete((done, failure) -> {
                if (failure == null || isFinal(failure)) {
                    isSettled.run();
                } else {
                    repeat(write, resultType, isSettled);
                }
            });
        });
    }

    private CompletionStage<?> tried(Request write, GenericType<?> resultType) {
        try {
            return (CompletionStage<?>) session.execute(write, resultType);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private boolean isFinal(Throwable failure) {
        return failure instanceof QueryValidationException || isClosed();
    }

    private static boolean isJournalWrite(Request request) {
        return switch (request) {
            case BoundStatement one ->
                one.getPreparedStatement().getQuery().strip().startsWith(JOURNAL);
            case BatchStatement batch -> {
                var statements = batch.iterator();
                yield statements.hasNext() && isJournalWrite(statements.next());
            }
            default -> false;
        };
    }

    @Override
    public String getName() {
        return session.getName();
    }

    @Override
    public Metadata getMetadata() {
        return session.getMetadata();
    }

    @Override
    public boolean isSchemaMetadataEnabled() {
        return session.isSchemaMetadataEnabled();
    }

    @Override
    public CompletionStage<Metadata> setSchemaMetadataEnabled(Boolean enabled) {
        return session.setSchemaMetadataEnabled(enabled);
    }

    @Override
    public CompletionStage<Metadata> refreshSchemaAsync() {
        return session.refreshSchemaAsync();
    }

    @Override
    public CompletionStage<Boolean> checkSchemaAgreementAsync() {
        return session.checkSchemaAgreementAsync();
    }

    @Override
    public DriverContext getContext() {
        return session.getContext();
    }

    @Override
    public Optional<CqlIdentifier> getKeyspace() {
        return session.getKeyspace();
    }

    @Override
    public Optional<Metrics> getMetrics() {
        return session.getMetrics();
    }

    @Override
    public CompletionStage<Void> closeFuture() {
        return session.closeFuture();
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        return session.closeAsync();
    }

    @Override
    public CompletionStage<Void> forceCloseAsync() {
        return session.forceCloseAsync();
    }
}
