package dev.tandem.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.protocol.internal.Frame;
import com.datastax.oss.protocol.internal.Message;
import com.datastax.oss.protocol.internal.request.Execute;
import com.datastax.oss.protocol.internal.request.Query;
import com.datastax.oss.protocol.internal.request.query.QueryOptions;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Map;
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
        assertThat(write(INSERT).cause()).hasMessageContaining("no majority");
        assertThat(channel.outboundMessages()).isEmpty();
    }

    @Test
    void the_drivers_own_questions_go_on() {
        maySpeak = false;
        assertThat(write(new Query("SELECT * FROM system.local")).isSuccess()).isTrue();
    }

    private ChannelFuture write(Message message) {
        ChannelFuture written = channel.writeOneOutbound(Frame.forRequest(4, 1, false, Map.of(), message));
        channel.flushOutbound();
        return written;
    }
}
