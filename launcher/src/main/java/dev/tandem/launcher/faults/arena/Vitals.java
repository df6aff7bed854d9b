package dev.tandem.launcher.faults.arena;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.stage.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a node's process holds.
 *
 * @param heapMb after a collection
 * @param threads of the system
 * @param descriptors open files and sockets
 */
public record Vitals(long heapMb, long threads, long descriptors) {
    /** One line for the whole heap or for each of its generations, by collector; the metaspace's has no total. */
    private static final Pattern USED = Pattern.compile("(?m)^.*\\btotal\\b.*\\bused (\\d+)K");

    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)$");
    private static final int PATIENCE_SECONDS = 30;

    /** Of every running node, the first one first. */
    public static List<Vitals> of(Arena arena) throws InterruptedException {
        List<Vitals> vitals = new ArrayList<>();
        for (Node node : arena.running()) {
            vitals.add(of(node.pid().orElseThrow(() -> new Unable(node + " is down"))));
        }
        return vitals;
    }

    private static Vitals of(long pid) throws InterruptedException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            jcmd(pid, "GC.run");
            long threads = number(THREADS, Files.readString(Path.of("/proc", String.valueOf(pid), "status")));
            return new Vitals(heapKb(jcmd(pid, "GC.heap_info")) / 1_024, threads, descriptors.count());
        } catch (IOException e) {
            throw new Unable("Process " + pid + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    /** @param info as {@code jcmd GC.heap_info} prints it */
    static long heapKb(String info) throws IOException {
        List<MatchResult> parts = USED.matcher(info).results().toList();
        if (parts.isEmpty()) {
            throw new IOException("there is no use of the heap in: " + info);
        }
        return parts.stream().mapToLong(part -> Long.parseLong(part.group(1))).sum();
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("jcmd " + command + " said: " + said);
        }
        return said;
    }

    private static long number(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("there is no " + pattern + " in: " + text);
        }
        return Long.parseLong(matcher.group(1));
    }
}
