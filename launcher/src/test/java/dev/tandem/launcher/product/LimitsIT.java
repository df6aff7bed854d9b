package dev.tandem.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(1)
class LimitsIT {
    private static final int OFFERS = 50;
    private static final int GLOBAL = 5;
    private static final int PER_TENANT = 3;
    private static final int BUSY_HERE = 486;

    private static Product product;

    @BeforeAll
    static void start() {
        product = Product.start(Setup.of("limits")
                .withGlobalLimit(GLOBAL)
                .withTenants(Setup.ACME.withConcurrentCalls(PER_TENANT), Setup.HARBOR.withConcurrentCalls(PER_TENANT)));
    }

    @Test
    void fifty_simultaneous_offers_never_exceed_a_limit_and_each_refusal_has_its_numbers() throws Exception {
        List<Future<PlacedCall>> offers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(OFFERS)) {
            for (int i = 0; i < OFFERS; i++) {
                TenantFile tenant = i % 2 == 0 ? Setup.ACME : Setup.HARBOR;
                // Long enough that the first have not ended when the last is decided.
                offers.add(threads.submit(() -> product.place(Offer.to(tenant).smallTalk(20))));
            }
        }
        int admitted = 0;
        int refused = 0;
        for (Future<PlacedCall> offer : offers) {
            PlacedCall call = offer.get();
            if (call.awaitEnd().path("status").asText().equals("finished")) {
                admitted++;
                call.awaitRight("caller_left");
                assertThat(call.shown().at("/admission/decision").asText()).isEqualTo("admitted");
            } else {
                refused++;
                assertRefused(call);
            }
        }
        JsonNode stats = product.stats();
        assertThat(admitted).isGreaterThanOrEqualTo(GLOBAL);
        assertThat(refused).isGreaterThanOrEqualTo(OFFERS - 4 * GLOBAL).isEqualTo(OFFERS - admitted);
        assertThat(stats.path("max_live").asInt()).isEqualTo(GLOBAL);
        assertThat(stats.at("/max_live_by_to/" + Setup.ACME.number()).asInt()).isBetween(2, PER_TENANT);
        assertThat(stats.at("/max_live_by_to/" + Setup.HARBOR.number()).asInt()).isBetween(2, PER_TENANT);
        assertThat(stats.path("accepted").asInt()).isEqualTo(admitted);
        assertThat(stats.path("rejected").asInt()).isEqualTo(refused);
        product.awaitAllSlotsFree();

        PlacedCall afterwards = product.place(Offer.to(Setup.ACME).oneTool());
        afterwards.awaitRight("caller_left");
    }

    private static void assertRefused(PlacedCall call) throws Exception {
        JsonNode shown = call.shown();
        JsonNode admission = shown.path("admission");
        String reason = shown.at("/termination/reason").asText();
        assertThat(shown.path("status").asText()).isEqualTo("cancelled");
        assertThat(reason).isIn("global_limit", "tenant_limit");
        assertThat(admission.path("decision").asText()).isEqualTo("refused");
        assertThat(admission.path("reason").asText()).isEqualTo(reason);
        int limit = reason.equals("global_limit") ? GLOBAL : PER_TENANT;
        assertThat(admission.path("limit").asInt()).isEqualTo(limit);
        assertThat(admission.path("in_use").asInt()).isEqualTo(limit);
        assertThat(admission.path("sip_status").asInt()).isEqualTo(BUSY_HERE);
        assertThat(call.truth("reject"))
                .singleElement()
                .satisfies(
                        reject -> assertThat(reject.path("sip_status").asInt()).isEqualTo(BUSY_HERE));
        assertThat(call.truth("accept")).isEmpty();
    }
}
