package dev.tandem.launcher.faults.malformed;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/** Malformed inputs, seven in twenty signed webhooks, as many others, the rest requests to the API; and what was answered. */
public final class Barrage {
    private static final int PARALLEL = 8;
    private static final int OF = 20;
    private static final int WEBHOOKS_OF_A_KIND = 7;

    /** What a stack trace, or a part of one, looks like. */
    private static final Pattern STACK_TRACE =
            Pattern.compile("\\tat |\\.java:\\d|\\.scala:\\d|Exception|(org|dev|java|com|scala)\\.[a-z]+\\.[a-z]+");

    /**
     * Where a node listens.
     *
     * @param http webhooks
     * @param operator API
     */
    public record Target(InetSocketAddress http, InetSocketAddress operator) {
        /** The two ports of one address. */
        public static Target at(String host, int http, int operator) {
            return new Target(new InetSocketAddress(host, http), new InetSocketAddress(host, operator));
        }
    }

    /**
     * What somebody who means it would have.
     *
     * @param webhookBody right, of a call that nobody offers
     * @param webhookSecret signs it
     * @param adminToken opens the API
     */
    public record Disguise(String webhookBody, String webhookSecret, String adminToken) {}

    /**
     * What came back.
     *
     * @param histogram how many of each kind got each status
     * @param wrong a sentence for each answer that should not be: none, a server error, or a stack trace
     */
    public record Outcome(Map<String, Integer> histogram, List<String> wrong) {}

    private record Input(String kind, InetSocketAddress to, byte[] request) {}

    private Barrage() {}

    /** Sends so many to these nodes in turn and hears every answer. */
    public static Outcome send(int count, Random random, Disguise disguise, List<Target> targets)
            throws IOException, InterruptedException {
        List<Input> inputs = inputs(count, random, disguise, targets);
        Map<String, Integer> histogram = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
            List<Future<RawHttp.Answer>> answers = new ArrayList<>();
            for (Input input : inputs) {
                answers.add(threads.submit(() -> RawHttp.exchange(input.to(), input.request())));
            }
            for (int i = 0; i < inputs.size(); i++) {
                hear(inputs.get(i).kind(), i, answers.get(i), histogram, wrong);
            }
        }
        return new Outcome(histogram, List.copyOf(wrong));
    }

    private static void hear(
            String kind, int place, Future<RawHttp.Answer> answer, Map<String, Integer> histogram, List<String> wrong)
            throws InterruptedException {
        try {
            RawHttp.Answer heard = answer.get();
            histogram.merge(kind + " " + heard.status(), 1, Integer::sum);
            if (heard.status() >= 500 || heard.status() < 200) {
                wrong.add("input " + place + " (" + kind + ") was answered " + heard.status());
            }
            if (STACK_TRACE.matcher(heard.text()).find()) {
                wrong.add("input " + place + " (" + kind + ") was answered with a stack trace");
            }
        } catch (ExecutionException silence) {
            histogram.merge(kind + " none", 1, Integer::sum);
            wrong.add(
                    "input " + place + " (" + kind + "): " + silence.getCause().getMessage());
        }
    }

    private static List<Input> inputs(int count, Random random, Disguise disguise, List<Target> targets)
            throws IOException {
        MalformedWebhooks webhooks = new MalformedWebhooks(random, disguise.webhookBody(), disguise.webhookSecret());
        MalformedApiRequests api = new MalformedApiRequests(random, disguise.adminToken());
        int ofAKind = count * WEBHOOKS_OF_A_KIND / OF;
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Target target = targets.get(i % targets.size());
            if (i < ofAKind) {
                inputs.add(new Input("signed webhook", target.http(), webhooks.signed(i)));
            } else if (i < 2 * ofAKind) {
                inputs.add(new Input("other webhook", target.http(), webhooks.unsigned(i)));
            } else {
                inputs.add(new Input("API", target.operator(), api.next()));
            }
        }
        return inputs;
    }
}
