package dev.tandem.realtime;

import dev.tandem.protocol.call.CallEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The facts of one session that its memory has no room for, on the node's disk until the journal takes them. Runs where blocking
 * is allowed; readable by this user only; gone when its session is.
 */
final class SpillFile extends AbstractBehavior<SpillFile.Command> {

    sealed interface Command {}

    record Append(String line) implements Command {}

    /** Answered with the oldest lines not yet read, that many. */
    record Read(int facts) implements Command {}

    private static final int BUFFER = 64 << 10;

    private final Path file;
    private final ActorRef<RealtimeSession.Command> session;
    private FileChannel channel;
    private long readAt;
    private boolean failed;

    static Behavior<Command> create(Path file, ActorRef<RealtimeSession.Command> session) {
        return Behaviors.setup(context -> new SpillFile(context, file, session));
    }

    private SpillFile(ActorContext<Command> context, Path file, ActorRef<RealtimeSession.Command> session) {
        super(context);
        this.file = file;
        this.session = session;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onSignal(PostStop.class, stopped -> {
                    delete();
                    return this;
                })
                .onAnyMessage(this::onCommand)
                .build();
    }

    private Behavior<Command> onCommand(Command command) {
        if (failed) {
            return this;
        }
        try {
            switch (command) {
                case Append(String line) -> append(line);
                case Read(int facts) -> session.tell(new RealtimeSession.ReadBack(read(facts)));
            }
        } catch (IOException e) {
            failed = true;
            session.tell(new RealtimeSession.SpillFailed(String.valueOf(e.getMessage())));
            delete();
        }
        return this;
    }

    private void append(String line) throws IOException {
        if (channel == null) {
            channel = FileChannel.open(
                    file,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        channel.position(channel.size());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private List<CallEvent.Observed> read(int most) throws IOException {
        List<CallEvent.Observed> facts = new ArrayList<>(most);
        while (facts.size() < most && channel != null && readAt < channel.size()) {
            facts.add(FactJson.read(line()));
        }
        if (channel != null && readAt == channel.size()) {
            channel.truncate(0);
            readAt = 0;
        }
        return facts;
    }

    /** The line at the place read last, which moves behind it. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (channel.read(buffer.clear(), readAt) > 0) {
            for (int i = 0; i < buffer.position(); i++) {
                if (buffer.get(i) == '\n') {
                    line.write(buffer.array(), 0, i);
                    readAt += i + 1;
                    return line.toString(StandardCharsets.UTF_8);
                }
            }
            line.write(buffer.array(), 0, buffer.position());
            readAt += buffer.position();
        }
        throw new IOException("the spill file ends in the middle of a line");
    }

    private void delete() {
        try {
            if (channel != null) {
                channel.close();
                channel = null;
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            getContext().getLog().warn("spill file {} was not deleted: {}", file, e.getMessage());
        }
    }
}
