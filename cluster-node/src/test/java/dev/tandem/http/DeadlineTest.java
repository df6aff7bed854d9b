package dev.tandem.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.concurrent.Promise;
import scala.jdk.javaapi.FutureConverters;

/** Answers while every thread of the JVM's common pool, one on a small machine, is taken. */
class DeadlineTest {

    private static final int MORE_THAN_ALL = ForkJoinPool.getCommonPoolParallelism() + 4;

    private final CountDownLatch free = new CountDownLatch(1);

    @BeforeEach
    void takeTheCommonPool() throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(ForkJoinPool.getCommonPoolParallelism());
        for (int i = 0; i < MORE_THAN_ALL; i++) {
            ForkJoinPool.commonPool().execute(() -> {
                taken.countDown();
                try {
                    free.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void giveItBack() {
        free.countDown();
    }

    @Test
    void a_question_that_is_never_answered_ends_in_time() {
        CompletionStage<String> answer = Deadline.within(Duration.ofMillis(50), CompletableFuture::new);
        assertThatThrownBy(() -> answer.toCompletableFuture().get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void an_answer_in_time_is_the_answer() throws Exception {
        CompletionStage<String> answer =
                Deadline.within(Duration.ofSeconds(30), () -> CompletableFuture.completedFuture("yes"));
        assertThat(answer.toCompletableFuture().get(5, TimeUnit.SECONDS)).isEqualTo("yes");
    }

    @Test
    void a_question_that_throws_fails() {
        CompletionStage<String> answer = Deadline.within(Duration.ofSeconds(30), () -> {
            throw new IllegalStateException("no");
        });
        assertThatThrownBy(() -> answer.toCompletableFuture().get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_follows_a_scala_future_runs_where_it_is_completed() {
        Promise<String> promise = Promise.apply();
        CompletableFuture<Thread> follows =
                Deadline.here(FutureConverters.asJava(promise.future())).thenApply(text -> Thread.currentThread());
        promise.success("there");
        assertThat(follows).isCompletedWithValue(Thread.currentThread());
    }
}
