package dev.tandem.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeliveriesIT {
    private static final String OTHER_SECRET = "whsec_bm90LXRoZS1zZWNyZXQtb2YtdGhlLW5vZGUtYXQtYWxsIQ==";
    private static final int DELIVERIES = 20;

    private final Product product = Product.shared();

    @Test
    void twenty_parallel_deliveries_of_one_call_make_one_call() throws Exception {
        RingingCall ringing = product.ring(Offer.to(Setup.ACME).scenario("appointment"));
        byte[] body = ringing.body().getBytes(StandardCharsets.UTF_8);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < DELIVERIES; i++) {
            // Half of them are repeats of one delivery, the others have ids of their own.
            String id = i % 2 == 0 ? "wh_the_same" : "wh_another_" + i;
            answers.add(WebhookDelivery.of(id, body).postAsync(product.webhookPort()));
        }
        List<String> bodies = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
            bodies.add(answer.get().body());
        }
        assertThat(bodies).filteredOn("{\"ok\":true}"::equals).hasSize(1);
        assertThat(bodies).filteredOn("{\"ok\":true,\"deduped\":true}"::equals).hasSize(DELIVERIES - 1);

        PlacedCall call = ringing.call();
        call.awaitRight("caller_left");
        assertThat(call.truth("accept")).hasSize(1);
        assertThat(call.truth("accept_refused")).isEmpty();
        assertThat(call.truth("attach")).hasSize(1);
        assertThat(call.truth("greeting")).hasSize(1);

        HttpResponse<String> late = WebhookDelivery.of("wh_late", body).post(product.webhookPort());
        assertThat(late.statusCode()).isEqualTo(200);
        assertThat(late.body()).isEqualTo("{\"ok\":true,\"deduped\":true}");
        assertThat(call.truth("accept")).hasSize(1);
    }

    @Test
    void deliveries_that_are_not_the_vendors_are_refused_and_do_nothing() throws Exception {
        RingingCall ringing = product.ring(Offer.to(Setup.ACME).scenario("appointment"));
        byte[] body = ringing.body().getBytes(StandardCharsets.UTF_8);
        byte[] tampered = ringing.body().replace("+1800", "+1900").getBytes(StandardCharsets.UTF_8);
        long now = Instant.now().getEpochSecond();
        String secret = Product.WEBHOOK_SECRET;
        WebhookDelivery right = WebhookDelivery.of("wh_1", body);
        String signature = right.headers().get(WebhookDelivery.SIGNATURE);

        refused("by another secret", WebhookDelivery.signed(OTHER_SECRET, "wh_1", now, body));
        refused("too old", WebhookDelivery.signed(secret, "wh_1", now - 320, body));
        refused("from the future", WebhookDelivery.signed(secret, "wh_1", now + 320, body));
        refused("with another body", right.withBody(tampered));
        refused("with another id", WebhookDelivery.with("wh_2", now, signature, body));
        refused("with another time", WebhookDelivery.with("wh_1", now - 100, signature, body));
        refused("of another version", WebhookDelivery.with("wh_1", now, "v2," + signature.substring(3), body));
        refused("with a signature cut short", WebhookDelivery.with("wh_1", now, signature.substring(0, 20), body));
        refused("without an id", right.without(WebhookDelivery.ID));
        refused("without a time", right.without(WebhookDelivery.TIMESTAMP));
        refused("without a signature", right.without(WebhookDelivery.SIGNATURE));
        assertThat(ringing.call().shown().isMissingNode()).isTrue();
        assertThat(ringing.call().truth("accept")).isEmpty();

        WebhookDelivery twoSignatures = WebhookDelivery.with(
                "wh_1",
                now,
                "v1,bm90aGluZw== "
                        + WebhookDelivery.signed(secret, "wh_1", now, body)
                                .headers()
                                .get(WebhookDelivery.SIGNATURE),
                body);
        assertThat(twoSignatures.post(product.webhookPort()).statusCode()).isEqualTo(200);
        ringing.call().awaitRight("caller_left");
    }

    @Test
    void the_reference_implementation_signs_what_we_accept_and_what_we_refuse() throws Exception {
        Optional<NpmSigner> installed = NpmSigner.installed();
        assumeTrue(installed.isPresent(), "There is no Node.js with npm and the package standardwebhooks here");
        NpmSigner npm = installed.orElseThrow();
        RingingCall ringing = product.ring(Offer.to(Setup.HARBOR).scenario("non_ascii"));
        byte[] body = ringing.body().getBytes(StandardCharsets.UTF_8);
        long now = Instant.now().getEpochSecond();
        String secret = Product.WEBHOOK_SECRET;

        String signature = npm.sign(secret, "wh_npm", now, ringing.body());
        refused(
                "by another secret",
                WebhookDelivery.with("wh_npm", now, npm.sign(OTHER_SECRET, "wh_npm", now, ringing.body()), body));
        refused(
                "too old",
                WebhookDelivery.with("wh_npm", now - 320, npm.sign(secret, "wh_npm", now - 320, ringing.body()), body));
        refused(
                "with another body",
                WebhookDelivery.with(
                        "wh_npm", now, signature, (ringing.body() + " ").getBytes(StandardCharsets.UTF_8)));
        refused("with another id", WebhookDelivery.with("wh_other", now, signature, body));

        HttpResponse<String> answer =
                WebhookDelivery.with("wh_npm", now, signature, body).post(product.webhookPort());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"ok\":true}");
        ringing.call().awaitRight("caller_left");
    }

    private void refused(String why, WebhookDelivery delivery) {
        assertThat(delivery.post(product.webhookPort()).statusCode()).as(why).isEqualTo(401);
    }
}
