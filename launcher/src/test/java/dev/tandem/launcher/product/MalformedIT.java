package dev.tandem.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.launcher.faults.malformed.Barrage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MalformedIT {
    private static final long SEED = Long.getLong("tandem.test.seed", 20_260_101L);
    private static final int INPUTS = 2_000;
    private static final int CALLS = 5;

    /** Five minutes: longer than the inputs take on any machine. */
    private static final int EXCHANGES = 200;

    private final Product product = Product.shared();

    @Test
    void two_thousand_malformed_inputs_are_refused_politely_and_calls_do_not_notice() throws Exception {
        List<PlacedCall> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(product.place(Offer.to(Setup.HARBOR).slowTalk(EXCHANGES)));
        }
        // Offered to nobody: the simulator knows no such call, and whoever accepts it finds its caller gone.
        String body = product.ring(Offer.to(Setup.ACME)).body().replaceAll("rtc_[0-9a-f]+", "rtc_malformed");
        Barrage.Outcome outcome = Barrage.send(
                INPUTS,
                new Random(SEED),
                new Barrage.Disguise(body, Product.WEBHOOK_SECRET, product.adminToken()),
                List.of(Barrage.Target.at("127.0.0.1", product.webhookPort(), product.operatorPort())));

        System.out.println("Malformed inputs, seed " + SEED + ": " + outcome.histogram());
        assertThat(outcome.histogram().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(INPUTS);
        assertThat(outcome.wrong()).as("seed %d", SEED).isEmpty();
        for (PlacedCall call : calls) {
            assertThat(call.truth("ended"))
                    .as("the call's end, before the last input")
                    .isEmpty();
            product.arm("hangup", call.id(), 0, 1);
        }
        for (PlacedCall call : calls) {
            call.awaitRight("caller_left");
            assertThat(call.truth("attach")).hasSize(1);
        }
        product.awaitAllSlotsFree();
    }
}
