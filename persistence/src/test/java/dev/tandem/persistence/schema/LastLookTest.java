package dev.tandem.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.protocol.internal.Frame;
import com.datastax.oss.protocol.internal.Message;
import com.datastax.oss.protocol.internal.request.Execute;
import com.datastax.oss.protocol.internal.request.Query;
import com.datastax.oss.protocol.internal.request.query.QueryOptions;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LastLookTest {

    private static final Message INSERT = new Execute(new byte[] {1}, QueryOptions.DEFAULT);

    private boolean maySpeak = true;
    private final EmbeddedChannel channel = new EmbeddedChannel(new LastLook(() -> maySpeak));

    @Test
    void a_statement_goes_out_while_the_node_may_speak() {
        assertThat(write(INSERT).isSuccess()).isTrue();
        assertThat(channel.outboundMessages()).hasSize(1);
    }

    @Test
    void a_statement_that_was_on_its_way_when_the_node_was_stopped_is_not_sent() {
        maySpeak = false;
        ChannelFuture written = write(INSERT);
        pass(Duration.ofSeconds(3));
        assertThat(written.cause()).hasMessageContaining("no majority");
        assertThat(channel.outboundMessages()).isEmpty();
    }

    @Test
    void a_statement_of_a_new_member_goes_out_when_it_has_learnt_that_it_is_one() {
        maySpeak = false;
        ChannelFuture written = write(INSERT);
        pass(Duration.ofMillis(500));
        assertThat(written.isDone()).isFalse();
        assertThat(channel.outboundMessages()).isEmpty();
        maySpeak = true;
        pass(Duration.ofMillis(100));
        assertThat(written.isSuccess()).isTrue();
        assertThat(channel.outboundMessages()).hasSize(1);
    }

    @Test
    void the_drivers_own_questions_go_on() {
        maySpeak = false;
        assertThat(write(new Query("SELECT * FROM system.local")).isSuccess()).isTrue();
    }

    private void pass(Duration time) {
        Duration step = Duration.ofMillis(10);
        for (Duration left = time; left.isPositive(); left = left.minus(step)) {
            channel.advanceTimeBy(step.toMillis(), TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private ChannelFuture write(Message message) {
        ChannelFuture written = channel.writeOneOutbound(Frame.forRequest(4, 1, false, Map.of(), message));
        channel.flushOutbound();
        return written;
    }
}
