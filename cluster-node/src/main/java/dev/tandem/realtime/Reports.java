package dev.tandem.realtime;

import dev.tandem.protocol.call.CallEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Tells a call what its session saw: facts in order, until the call has them in its journal. What one burst of events yields, and what
 * gathers while the call journals, is told together and journalled in one write. While the journal is away facts wait, first in
 * memory, then in a file, and beyond both the loss is told as a gap.
 */
final class Reports {

    /** Most facts told together, and the characters of text after which no more are added: a message to another node has a bound. */
    private static final int MOST_FACTS = 50;

    private static final int ENOUGH_CHARS = 20_000;

    private final Map<String, String> lines;
    private final ActorContext<RealtimeSession.Command> context;
    private final Attachment line;
    private final RealtimeSettings settings;
    private final Outbox outbox;
    /** Tools that were given up while their request was in the file. */
    private final Map<String, CallEvent.ToolAbandoned> replaced = new HashMap<>();

    private Consumer<Report> call;
    private ActorRef<SpillFile.Command> file;
    /** Ids of the facts that were told and that the call has not acknowledged; nothing else is told meanwhile. */
    private final Set<String> told = new HashSet<>();

    private boolean asked;
    private long progressNanos = System.nanoTime();
    private String lastKept;
    private Instant losingSince;

    /** @param lines what the log's lines about the call have on them */
    Reports(
            Map<String, String> lines,
            ActorContext<RealtimeSession.Command> context,
            Attachment line,
            RealtimeSettings settings,
            String lastItemId,
            Consumer<Report> call) {
        this.lines = lines;
        this.context = context;
        this.line = line;
        this.settings = settings;
        this.lastKept = lastItemId;
        this.call = call;
        this.outbox = new Outbox(settings.maxOutboxFacts(), settings.maxOutboxChars(), settings.maxSpillBytes());
    }

    /** Reports go there from now on. */
    void redirect(Consumer<Report> to) {
        call = to;
    }

    void hello() {
        tell(Report.Hello::new);
    }

    /** A report that nobody acknowledges; who sends it sends it again. */
    void tell(BiFunction<Long, ActorRef<RealtimeSession.Command>, Report> report) {
        call.accept(report.apply(line.epoch(), context.getSelf()));
    }

    boolean areDelivered() {
        return outbox.isEmpty() && losingSince == null;
    }

    void fact(CallEvent.Observed fact) {
        String item = itemOf(fact);
        if (losingSince != null && item != null) {
            if (!keep(gap(item, fact.at()))) {
                return;
            }
            losingSince = null;
        }
        if (keep(fact)) {
            lastKept = item == null ? lastKept : item;
        } else if (losingSince == null) {
            losingSince = fact.at();
            context.getLog().error("keeps no more facts: memory and spill file are full");
        }
    }

    private CallEvent.TranscriptGap gap(String beforeItem, Instant until) {
        long ms = Math.max(0, until.toEpochMilli() - losingSince.toEpochMilli());
        return new CallEvent.TranscriptGap(until, lastKept, beforeItem, ms);
    }

    private boolean keep(CallEvent.Observed fact) {
        if (outbox.addToMemory(fact)) {
            tellSoon();
            return true;
        }
        // Only what spills is written as JSON.
        String text = FactJson.write(fact);
        if (!outbox.addToFile(text.getBytes(StandardCharsets.UTF_8).length + 1L)) {
            return false;
        }
        file().tell(new SpillFile.Append(text));
        return true;
    }

    private ActorRef<SpillFile.Command> file() {
        if (file == null) {
            context.getLog().warn("spills facts to disk");
            file = context.spawnAnonymous(
                    Behaviors.withMdc(
                            SpillFile.Command.class,
                            lines,
                            SpillFile.create(new SpillFolder(settings.spillFolder()).newFile(), context.getSelf())),
                    DispatcherSelector.blocking());
        }
        return file;
    }

    /** The provider closed the sideband: told with what follows within milliseconds as a rule, else by a tick. */
    void closed(CallEvent.SidebandLost loss) {
        if (losingSince != null || !outbox.addToMemory(loss)) {
            fact(loss);
        }
    }

    /**
     * What the call does not know yet, to be told with a session's last report; empty when some of it must be told before: it is told
     * already, is too much for one message, or was lost.
     */
    Optional<List<CallEvent.Observed>> last() {
        List<CallEvent.Observed> facts = outbox.first(MOST_FACTS, ENOUGH_CHARS);
        if (!told.isEmpty() || losingSince != null || outbox.inFile() > 0 || facts.size() < outbox.inMemory()) {
            tellFacts();
            return Optional.empty();
        }
        facts.forEach(fact -> told.add(fact.factId()));
        progressNanos = System.nanoTime();
        return Optional.of(facts);
    }

    /** True when the fact replaced the request, which then never reaches the journal. */
    void abandon(CallEvent.ToolAbandoned abandoned) {
        String request = "tool/" + abandoned.toolCallId();
        if (outbox.replace(request, abandoned)) {
            tellAgain();
        } else if (outbox.inFile() > 0) {
            replaced.put(request, abandoned);
        } else {
            fact(abandoned);
        }
    }

    void readBack(List<CallEvent.Observed> facts) {
        outbox.readBack(facts.stream()
                .map(fact -> {
                    CallEvent.Observed instead = replaced.remove(fact.factId());
                    return instead == null ? fact : instead;
                })
                .toList());
        if (outbox.inFile() == 0) {
            // What was given up and not found in the file had been told before.
            List.copyOf(replaced.values()).forEach(this::fact);
            replaced.clear();
        }
        tellFacts();
    }

    void spillFailed(String why) {
        int lost = outbox.fileLost();
        context.getLog().error("lost {} facts with the spill file: {}", lost, why);
        if (losingSince == null) {
            losingSince = Instant.now();
        }
        List.copyOf(replaced.values()).forEach(this::fact);
        replaced.clear();
    }

    void acknowledged(List<String> factIds) {
        factIds.forEach(factId -> {
            outbox.acknowledge(factId);
            told.remove(factId);
        });
        progressNanos = System.nanoTime();
    }

    /** Tells everything from the start: the call has (re)started, or something of it changed. */
    void tellAgain() {
        told.clear();
        tellFacts();
    }

    /** Behind the events that have arrived already: what they yield goes along. */
    private void tellSoon() {
        if (told.isEmpty() && !asked) {
            asked = true;
            context.getSelf().tell(new RealtimeSession.TellFacts());
        }
    }

    /** Tells what has gathered, unless the call still journals what it was told before. */
    void tellFacts() {
        asked = false;
        if (told.isEmpty() && outbox.inMemory() > 0) {
            progressNanos = System.nanoTime();
            Report.Facts facts =
                    new Report.Facts(line.epoch(), context.getSelf(), outbox.first(MOST_FACTS, ENOUGH_CHARS));
            told.addAll(facts.ids());
            call.accept(facts);
        }
        int read = outbox.toRead();
        if (read > 0) {
            file().tell(new SpillFile.Read(read));
        }
    }

    void tick(long nowNanos) {
        if (outbox.inMemory() > 0
                && nowNanos - progressNanos > settings.resendAfter().toNanos()) {
            tellAgain();
        }
    }

    /** The call is over for this session: a loss that nothing followed is told now. */
    void closeLoss(Instant at) {
        if (losingSince != null && keep(gap(null, at))) {
            losingSince = null;
        }
    }

    private static String itemOf(CallEvent.Observed fact) {
        return switch (fact) {
            case CallEvent.TurnTranscribed turn -> turn.itemId();
            case CallEvent.TurnUntranscribed turn -> turn.itemId();
            case CallEvent.ToolRequested tool -> tool.itemId();
            case CallEvent.SidebandAttached attached -> null;
            case CallEvent.SidebandLost lost -> null;
            case CallEvent.TranscriptGap gap -> null;
            case CallEvent.TurnInterrupted turn -> null;
            case CallEvent.TurnTimed timed -> null;
            case CallEvent.UsageRecorded usage -> null;
            case CallEvent.ToolAnswered answered -> null;
            case CallEvent.ToolAbandoned abandoned -> null;
            case CallEvent.DtmfReceived dtmf -> null;
        };
    }
}
