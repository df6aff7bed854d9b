package dev.tandem.api;

import dev.tandem.metrics.Activity;
import dev.tandem.metrics.LiveEvent.CallChanged;
import dev.tandem.metrics.LiveFeed;
import dev.tandem.persistence.read.Troubles;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** What an operator should look at now; an empty list means that there is nothing. */
final class Attention {

    /** Urgent needs somebody now; the rest can wait for a moment. */
    enum Severity {
        URGENT,
        WARNING
    }

    /**
     * One thing to look at.
     *
     * @param kind stable and snake_case, for programs
     * @param callId the call that it is about, or null
     * @param detail what is so, and what to do, in a sentence or two
     */
    record Item(
            String kind, String severity, String callId, String node, String tenant, String detail, Instant since) {}

    record Answer(Instant timestamp, List<Item> items) {}

    private static final double NEAR = 0.75;
    private static final double FULL = 0.90;

    /** A sideband that is away for a moment is nobody's business. */
    private static final Duration AWAY = Duration.ofSeconds(1);

    /** Items about single calls that are told at the most. */
    private static final int MOST_CALLS = 20;

    /** How long one source may keep the others waiting. */
    private static final long WITHIN_MS = 2_000;

    private final Nodes nodes;
    private final Concurrency concurrency;
    private final LiveFeed feed;
    private final LiveNumbers numbers;
    private final Troubles troubles;

    Attention(Nodes nodes, Concurrency concurrency, LiveFeed feed, LiveNumbers numbers, Troubles troubles) {
        this.nodes = nodes;
        this.concurrency = concurrency;
        this.feed = feed;
        this.numbers = numbers;
        this.troubles = troubles;
    }

    CompletionStage<Answer> now() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        CompletableFuture<List<Item>> items = CompletableFuture.completedFuture(new ArrayList<>());
        List<CompletionStage<List<Item>>> sources = List.of(
                told(nodes.now()).thenApply(all -> all.map(Attention::ofNodes).orElse(List.of())),
                CompletableFuture.completedStage(ofCalls(feed.calls(), now)),
                told(concurrency.now())
                        .thenApply(slots -> slots.map(Attention::ofSlots)
                                .orElse(List.of(item(
                                        "admission_silent",
                                        Severity.URGENT,
                                        "Admission does not answer: new calls wait, and are rejected after a while. It"
                                                + " moves to another node by itself when its own was lost.")))),
                told(numbers.lastHour())
                        .thenApply(minutes ->
                                minutes.map(all -> ofDeliveries(all, now)).orElse(List.of())),
                told(troubles.now())
                        .thenApply(all -> all.map(Attention::ofTroubles)
                                .orElse(List.of(item(
                                        "storage_silent",
                                        Severity.URGENT,
                                        "Cassandra does not answer this node in time: see that it is well.")))));
        for (CompletionStage<List<Item>> source : sources) {
            items = items.thenCombine(source, (so, more) -> {
                so.addAll(more);
                return so;
            });
        }
        return items.thenApply(all -> {
            all.sort(java.util.Comparator.comparing(Item::severity));
            return new Answer(now, all);
        });
    }

    private static <T> CompletionStage<Optional<T>> told(CompletionStage<T> source) {
        return source.toCompletableFuture()
                .copy()
                .orTimeout(WITHIN_MS, TimeUnit.MILLISECONDS)
                .handle((answer, failure) -> Optional.ofNullable(answer));
    }

    private static List<Item> ofNodes(List<Nodes.Node> nodes) {
        List<Item> items = new ArrayList<>();
        for (Nodes.Node node : nodes) {
            if (node.status().equals("lost")) {
                items.add(about(
                        node,
                        "node_lost",
                        Severity.WARNING,
                        "The node was removed because nothing was heard of it; its calls were taken up by the others."
                                + " Start it again."));
            } else if (!node.reachable()) {
                items.add(about(
                        node,
                        "node_unreachable",
                        Severity.URGENT,
                        "Nothing is heard of the node. Its calls go on without us and are taken up by the others"
                                + " within half a minute; look after its process and network."));
            } else if (!node.status().equals("up")) {
                items.add(about(node, "node_" + node.status(), Severity.WARNING, "The node is " + node.status() + "."));
            } else if (Boolean.FALSE.equals(node.ready())) {
                items.add(about(
                        node,
                        "node_not_ready",
                        Severity.WARNING,
                        "The node takes no calls: " + String.join(" ", node.reasons())));
            }
        }
        return items;
    }

    private static List<Item> ofCalls(List<CallChanged> calls, Instant now) {
        List<Item> items = new ArrayList<>();
        for (CallChanged call : calls) {
            Instant unattended = call.progress().unattendedSince();
            Instant lost = call.progress().lostAt();
            if (items.size() == MOST_CALLS) {
                break;
            }
            if (unattended != null) {
                items.add(about(
                        call,
                        "call_unattended",
                        Severity.URGENT,
                        "No node has the call at the moment; caller and agent talk on. Another node takes it up by"
                                + " itself.",
                        unattended));
            } else if (lost != null && lost.plus(AWAY).isBefore(now)) {
                items.add(about(
                        call,
                        "call_reattaching",
                        Severity.WARNING,
                        "The call has no sideband and is being attached again; what is said meanwhile may be missing.",
                        lost));
            }
        }
        return items;
    }

    private static List<Item> ofSlots(Concurrency.Snapshot slots) {
        List<Item> items = new ArrayList<>();
        full(slots.global())
                .ifPresent(severity -> items.add(new Item(
                        "near_global_limit",
                        slug(severity),
                        null,
                        null,
                        null,
                        slots.global().inUse() + " of " + slots.global().limit()
                                + " calls go on. At the limit calls are refused; raise MAX_CONCURRENT_CALLS if that is"
                                + " meant to be.",
                        null)));
        for (Concurrency.TenantSlots tenant : slots.tenants()) {
            full(new Concurrency.Slots(tenant.inUse(), tenant.limit()))
                    .ifPresent(severity -> items.add(new Item(
                            "near_tenant_limit",
                            slug(severity),
                            null,
                            null,
                            tenant.tenant(),
                            tenant.inUse() + " of " + tenant.limit()
                                    + " calls of the tenant go on. At the limit its calls are refused; its file sets"
                                    + " the limit.",
                            null)));
        }
        return items;
    }

    private static Optional<Severity> full(Concurrency.Slots slots) {
        double share = slots.limit() == 0 ? 0 : (double) slots.inUse() / slots.limit();
        return share >= FULL
                ? Optional.of(Severity.URGENT)
                : share >= NEAR ? Optional.of(Severity.WARNING) : Optional.empty();
    }

    private static List<Item> ofDeliveries(List<Activity.Minute> minutes, Instant now) {
        int unsigned = NumberEndpoints.lately(minutes, now).unsigned();
        return unsigned == 0
                ? List.of()
                : List.of(item(
                        "bad_signatures",
                        Severity.WARNING,
                        unsigned + " webhook deliveries of the last five minutes bore no valid signature: a wrong"
                                + " OPENAI_WEBHOOK_SECRET, a clock that is off, or somebody else's."));
    }

    private static List<Item> ofTroubles(List<Troubles.Trouble> troubles) {
        return troubles.stream()
                .map(trouble -> trouble.projection() == null
                        ? new Item(
                                "summary_failed",
                                slug(Severity.WARNING),
                                trouble.callId(),
                                null,
                                null,
                                "The call has no summary, all tries failed: " + trouble.error(),
                                trouble.at())
                        : new Item(
                                "call_quarantined",
                                slug(Severity.WARNING),
                                trouble.callId(),
                                null,
                                null,
                                "The " + trouble.projection() + " passed the call over: " + trouble.error(),
                                trouble.at()))
                .toList();
    }

    private static Item item(String kind, Severity severity, String detail) {
        return new Item(kind, slug(severity), null, null, null, detail, null);
    }

    private static Item about(Nodes.Node node, String kind, Severity severity, String detail) {
        return new Item(
                kind,
                slug(severity),
                null,
                node.node(),
                null,
                detail,
                node.status().equals("lost") ? node.since() : null);
    }

    private static Item about(CallChanged call, String kind, Severity severity, String detail, Instant since) {
        return new Item(kind, slug(severity), call.callId(), call.node(), call.tenant(), detail, since);
    }

    private static String slug(Severity severity) {
        return severity.name().toLowerCase(java.util.Locale.ROOT);
    }
}
