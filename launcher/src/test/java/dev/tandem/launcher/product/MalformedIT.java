package dev.tandem.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MalformedIT {
    private static final long SEED = Long.getLong("tandem.test.seed", 20_260_101L);
    private static final int SIGNED_WEBHOOKS = 700;
    private static final int UNSIGNED_WEBHOOKS = 700;
    private static final int API_REQUESTS = 600;
    private static final int PARALLEL = 8;
    private static final int CALLS = 5;

    /** What a stack trace, or a part of one, looks like. */
    private static final Pattern STACK_TRACE =
            Pattern.compile("\\tat |\\.java:\\d|\\.scala:\\d|Exception|(org|dev|java|com|scala)\\.[a-z]+\\.[a-z]+");

    private final Product product = Product.shared();

    /** One input and where it goes. */
    private record Input(String kind, int port, byte[] request) {}

    private record Outcome(Input input, RawHttp.Answer answer) {}

    @Test
    void two_thousand_malformed_inputs_are_refused_politely_and_calls_do_not_notice() throws Exception {
        List<Input> inputs = inputs();
        assertThat(inputs).hasSize(2_000);
        List<PlacedCall> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(product.place(Offer.to(Setup.HARBOR).smallTalk(40)));
        }
        List<Outcome> outcomes = send(inputs);

        Map<String, Integer> histogram = new TreeMap<>();
        outcomes.forEach(outcome ->
                histogram.merge(outcome.input().kind() + " " + outcome.answer().status(), 1, Integer::sum));
        System.out.println("Malformed inputs, seed " + SEED + ": " + histogram);
        assertThat(outcomes)
                .filteredOn(outcome ->
                        outcome.answer().status() >= 500 || outcome.answer().status() < 200)
                .as("server errors and missing answers; seed %d", SEED)
                .isEmpty();
        assertThat(outcomes)
                .extracting(outcome -> outcome.answer().text())
                .filteredOn(text -> STACK_TRACE.matcher(text).find())
                .as("stack traces; seed %d", SEED)
                .isEmpty();
        for (PlacedCall call : calls) {
            assertThat(call.truth("ended"))
                    .as("the call's end, before the last input")
                    .isEmpty();
        }
        for (PlacedCall call : calls) {
            call.awaitRight("caller_left");
            assertThat(call.truth("attach")).hasSize(1);
        }
        product.awaitAllSlotsFree();
    }

    private List<Input> inputs() throws Exception {
        Random random = new Random(SEED);
        // Offered to nobody: the simulator knows no such call, and whoever accepts it finds its caller gone.
        String body = product.ring(Offer.to(Setup.ACME)).body().replaceAll("rtc_[0-9a-f]+", "rtc_malformed");
        MalformedWebhooks webhooks = new MalformedWebhooks(random, body);
        MalformedApiRequests api = new MalformedApiRequests(random, product.adminToken());
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < SIGNED_WEBHOOKS; i++) {
            inputs.add(new Input("signed webhook", product.webhookPort(), webhooks.signed(i)));
        }
        for (int i = 0; i < UNSIGNED_WEBHOOKS; i++) {
            inputs.add(new Input("other webhook", product.webhookPort(), webhooks.unsigned(i)));
        }
        for (int i = 0; i < API_REQUESTS; i++) {
            inputs.add(new Input("API", product.operatorPort(), api.next()));
        }
        return inputs;
    }

    private static List<Outcome> send(List<Input> inputs) throws Exception {
        List<Future<Outcome>> sent = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
            for (Input input : inputs) {
                sent.add(threads.submit(() -> new Outcome(input, RawHttp.exchange(input.port(), input.request()))));
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> one : sent) {
            outcomes.add(one.get());
        }
        return outcomes;
    }
}
