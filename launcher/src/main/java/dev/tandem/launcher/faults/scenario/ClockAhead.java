package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.Cast;
import dev.tandem.launcher.faults.arena.Crowd;
import dev.tandem.launcher.faults.arena.Offer;
import dev.tandem.launcher.faults.check.Marks;
import dev.tandem.launcher.faults.report.Findings;
import dev.tandem.launcher.faults.schedule.Act;
import dev.tandem.launcher.faults.schedule.Fault;
import dev.tandem.launcher.faults.schedule.Schedule;
import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.faults.truth.Line;
import dev.tandem.launcher.faults.truth.Stretch;
import dev.tandem.launcher.stage.Node;
import dev.tandem.launcher.stage.SampleTenant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** One node's clock is ten minutes ahead, by libfaketime; its stop watches are right. */
final class ClockAhead implements Scenario {
    private static final Duration AHEAD = Duration.ofMinutes(10);
    private static final Duration CLOSE = Duration.ofMinutes(1);
    private static final int CALLS = 20;
    private static final int NODES = 3;
    private static final int MORE_THAN_A_TENANT_MAY = Cast.SMALL_LIMIT + 5;
    private static final int STALE = 401;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public String sentence() {
        return "one node's clock is ten minutes ahead, while calls talk and more arrive than a tenant may have";
    }

    @Override
    public Optional<String> unplayable(Variant variant) {
        if (variant == Variant.CI) {
            return Optional.of("it is played with --long only");
        }
        return library().isPresent()
                ? Optional.empty()
                : Optional.of("libfaketime is not installed: apt-get install faketime");
    }

    @Override
    public Schedule schedule(long seed, Variant variant) {
        return Schedule.of(
                name(),
                seed,
                Fault.lasting(
                        Duration.ZERO,
                        Act.CLOCK,
                        String.valueOf(1 + new Random(seed).nextInt(NODES)),
                        Duration.ofSeconds(60)));
    }

    private static Optional<Path> library() {
        return Stream.of(
                        "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
                        "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1")
                .map(Path::of)
                .filter(Files::isReadable)
                .findFirst();
    }

    /** Timed waits of a JVM go by the monotonic clock, which must be left alone, and not be corrected either. */
    private static Map<String, String> ahead() {
        return Map.of(
                "LD_PRELOAD",
                library()
                        .orElseThrow(() -> new Unable("libfaketime is not installed"))
                        .toString(),
                "FAKETIME",
                "+" + AHEAD.toSeconds(),
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    }

    @Override
    public void play(Arena arena, Play play) throws InterruptedException {
        for (Fault fault : play.schedule().faults()) {
            Node node = arena.node(Integer.parseInt(fault.target()));
            replace(arena, node, ahead());
            try {
                whileAhead(arena, play.findings(), node, Duration.ofMillis(fault.forMs()));
            } finally {
                replace(arena, node, Map.of());
            }
        }
    }

    private static void replace(Arena arena, Node node, Map<String, String> variables) throws InterruptedException {
        arena.leave(node);
        arena.variables(node.number(), variables);
        arena.start(node);
    }

    private static void whileAhead(Arena arena, Findings findings, Node node, Duration time)
            throws InterruptedException {
        Duration ahead = Duration.between(Instant.now(), clock(node));
        findings.figure("ahead_s", ahead.toSeconds());
        findings.require(ahead.minus(AHEAD).abs().compareTo(CLOSE) < 0, "the clock was not ahead: nothing was shown");
        // It refuses what seems ten minutes old, as it is configured to; the judge shall not expect it to answer
        // otherwise.
        long from = arena.provider().mark(Marks.away(node.ports().webhookUrl()));
        try (Crowd crowd = Crowd.of(arena, CALLS, tenant -> Offer.to(tenant).toolTalk(4))) {
            crowd.awaitThere(PATIENCE);
            for (SampleTenant small : Cast.SMALL.subList(0, 2)) {
                for (int i = 0; i < MORE_THAN_A_TENANT_MAY; i++) {
                    arena.provider().place(Offer.to(small).smallTalk(6));
                }
            }
            Thread.sleep(time);
        }
        long to = arena.provider().mark(Marks.back(node.ports().webhookUrl()));
        judge(arena, findings, node, new Stretch(from, to));
    }

    private static void judge(Arena arena, Findings findings, Node node, Stretch time) {
        long stale = 0;
        for (Line delivery : arena.history().of(Kind.DELIVERY)) {
            boolean inside = time.fromMs() <= delivery.tMs() && delivery.tMs() <= time.toMs();
            if (inside && delivery.text("url").equals(node.ports().webhookUrl())) {
                findings.require(
                        delivery.number("status") == STALE,
                        delivery.callId(),
                        "a delivery signed ten minutes ago by the node's clock was not refused as stale: " + delivery);
                stale++;
            }
        }
        long taken = arena.history().calls().stream()
                .filter(call -> call.first(Kind.ACCEPT).isPresent())
                .count();
        long rejected = arena.history().calls().stream()
                .map(CallHistory::endReason)
                .filter(reason -> reason.equals("rejected"))
                .count();
        findings.figure("refused_as_stale", stale).figure("accepted", taken).figure("rejected", rejected);
        findings.require(stale > 0, "no delivery reached the node: nothing was shown");
    }

    /** As it tells everybody who asks it for anything. */
    private static Instant clock(Node node) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.ports().operatorUrl() + "/ready"))
                .timeout(PATIENCE)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String date = http.send(request, HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("Date")
                    .orElseThrow(() -> new Unable(node + " does not tell its time"));
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
        } catch (IOException e) {
            throw new Unable(node + " does not answer: " + e.getMessage(), e);
        }
    }
}
