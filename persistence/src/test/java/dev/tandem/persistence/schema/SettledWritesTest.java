package dev.tandem.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SettledWritesTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Throwable GIVEN_UP = new DriverTimeoutException("given up after 5 s");
    private static final Statement<?> EVENT =
            bound("\n  INSERT INTO call_journal.messages (persistence_id) VALUES (?)");

    /** What Cassandra is asked, and how it answers. */
    private record Asked(Object statement, CompletableFuture<AsyncResultSet> answer) {}

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final AtomicReference<RuntimeException> throwing = new AtomicReference<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final CqlSession session =
            new SettledWrites(fake(CqlSession.class, (proxy, method, values) -> switch (method.getName()) {
                case "execute" -> {
                    Asked question = new Asked(values[0], new CompletableFuture<>());
                    asked.add(question);
                    RuntimeException thrown = throwing.getAndSet(null);
                    if (thrown != null) {
                        throw thrown;
                    }
                    yield question.answer();
                }
                case "closeFuture" -> closed;
                default -> throw new UnsupportedOperationException(method.getName());
            }));

    @Test
    void a_write_that_was_given_up_is_repeated_and_fails_when_it_is_there() {
        CompletionStage<AsyncResultSet> written = session.executeAsync(EVENT);
        next(EVENT).completeExceptionally(GIVEN_UP);
        next(EVENT).completeExceptionally(GIVEN_UP);
        CompletableFuture<AsyncResultSet> third = next(EVENT);
        assertThat(written).isNotCompleted();

        third.complete(null);

        assertThatFails(written, GIVEN_UP);
        assertThat(asked).isEmpty();
    }

    @Test
    void so_is_one_of_several_events() {
        BatchStatement events = BatchStatement.newInstance(BatchType.UNLOGGED).add((BatchableStatement<?>) EVENT);
        CompletionStage<AsyncResultSet> written = session.executeAsync(events);
        next(events).completeExceptionally(GIVEN_UP);
        next(events).complete(null);
        assertThatFails(written, GIVEN_UP);
    }

    @Test
    void a_write_that_succeeds_is_written_once() {
        CompletionStage<AsyncResultSet> written = session.executeAsync(EVENT);
        next(EVENT).complete(null);
        assertThat(written).succeedsWithin(SOON);
        assertThat(asked).isEmpty();
    }

    @Test
    void a_write_that_cassandra_refuses_is_not_repeated_for_ever() {
        CompletionStage<AsyncResultSet> written = session.executeAsync(EVENT);
        next(EVENT).completeExceptionally(GIVEN_UP);
        next(EVENT).completeExceptionally(new InvalidQueryException(null, "no such table"));
        assertThatFails(written, GIVEN_UP);
    }

    @Test
    void a_try_that_throws_is_a_try_that_failed() {
        CompletionStage<AsyncResultSet> written = session.executeAsync(EVENT);
        throwing.set(new IllegalStateException("thrown, not told"));
        next(EVENT).completeExceptionally(GIVEN_UP);
        next(EVENT);
        next(EVENT).complete(null);
        assertThatFails(written, GIVEN_UP);
    }

    @Test
    void nor_is_one_of_a_session_that_was_closed() {
        CompletionStage<AsyncResultSet> written = session.executeAsync(EVENT);
        next(EVENT).completeExceptionally(GIVEN_UP);
        closed.complete(null);
        next(EVENT).completeExceptionally(new IllegalStateException("session is closed"));
        assertThatFails(written, GIVEN_UP);
    }

    @Test
    void everything_else_fails_as_it_does() {
        for (String other : List.of(
                "SELECT * FROM call_journal.messages WHERE persistence_id = ?",
                "INSERT INTO call_journal.metadata (persistence_id) VALUES (?)")) {
            Statement<?> statement = bound(other);
            CompletionStage<AsyncResultSet> done = session.executeAsync(statement);
            next(statement).completeExceptionally(GIVEN_UP);
            assertThatFails(done, GIVEN_UP);
        }
        assertThat(asked).isEmpty();
    }

    private CompletableFuture<AsyncResultSet> next(Statement<?> expected) {
        try {
            Asked question = asked.poll(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(question).as("a question").isNotNull();
            assertThat(question.statement()).isSameAs(expected);
            return question.answer();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertThatFails(CompletionStage<?> done, Throwable why) {
        assertThat(done).failsWithin(SOON).withThrowableThat().havingCause().isSameAs(why);
    }

    private static Statement<?> bound(String cql) {
        PreparedStatement prepared = fake(PreparedStatement.class, (proxy, method, values) -> cql);
        return fake(BoundStatement.class, (proxy, method, values) -> switch (method.getName()) {
            case "getPreparedStatement" -> prepared;
            case "equals" -> proxy == values[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> cql;
            case "getKeyspace", "getRoutingKey", "getRoutingToken" -> null;
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    @SuppressWarnings("unchecked")
    private static <T> T fake(Class<T> type, InvocationHandler answers) {
        return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers);
    }
}
