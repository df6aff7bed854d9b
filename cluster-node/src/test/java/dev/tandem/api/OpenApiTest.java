package dev.tandem.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.http.Bound;
import dev.tandem.ingress.CallOffers;
import dev.tandem.ingress.Ingress;
import dev.tandem.ingress.OfferAnswer;
import dev.tandem.protocol.api.ApiJson;
import dev.tandem.protocol.api.CallView;
import dev.tandem.protocol.webhook.StandardWebhooks;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The served description is complete, right, and its examples fit. */
class OpenApiTest {

    private static final String SECRET = "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldA==";

    private static OperatorPort operator;
    private static Bound webhooks;

    @BeforeAll
    static void bind() {
        operator = new OperatorPort();
        CallOffers offers = offer -> CompletableFuture.completedStage(new OfferAnswer.Durable(true));
        webhooks = new Bound(system -> Ingress.routes(
                () -> new StandardWebhooks(List.of(SECRET)),
                offers,
                operator.metrics.calls(),
                Clock.systemUTC(),
                system));
    }

    @AfterAll
    static void close() {
        operator.close();
        webhooks.close();
    }

    @Test
    void it_describes_every_route_and_no_other() {
        Set<String> routes = new TreeSet<>();
        operator.table.forEach(e -> routes.add(e.method().value() + " " + e.path()));
        Ingress.PATHS.forEach(path -> routes.add("POST " + path));

        assertThat(operations()).containsExactlyElementsOf(routes);
    }

    @Test
    void it_is_served_as_it_is() throws Exception {
        HttpResponse<String> answer = operator.bound().get("/openapi.json");

        assertThat(ApiJson.MAPPER.readTree(answer.body())).isEqualTo(Contract.DOCUMENT);
    }

    @Test
    void every_path_answers_its_own_example_with_success_as_described() throws Exception {
        for (String operation : operations()) {
            String method = operation.split(" ")[0];
            String path = operation.split(" ")[1];
            HttpResponse<java.io.InputStream> answer = ask(method, path);
            String contentType = answer.headers().firstValue("Content-Type").orElseThrow();

            assertThat(answer.statusCode()).as(operation).isIn(200, 202);
            if (contentType.startsWith("text/event-stream")) {
                Contract.permits(path, method, answer.statusCode(), contentType, "");
                try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                    assertThat(lines.readLine()).startsWith("id: ");
                    assertThat(lines.readLine()).isEqualTo("event: snapshot");
                    Contract.fits("LiveSnapshot", lines.readLine().substring("data: ".length()));
                }
            } else {
                String body = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
                Contract.permits(path, method, answer.statusCode(), contentType, body);
            }
        }
    }

    @Test
    void every_path_behind_the_token_refuses_strangers_as_described() {
        for (String operation : operations()) {
            String method = operation.split(" ")[0];
            String path = operation.split(" ")[1];
            JsonNode described = operation(operation);
            if (described.has("security")) {
                continue;
            }
            HttpResponse<String> answer = operator.bound()
                    .send(operator.bound()
                            .request(path.replace("{id}", "rtc_1"))
                            .method(method, BodyPublishers.noBody()));

            assertThat(answer.statusCode()).as(operation).isEqualTo(401);
            Contract.permits(path, method, 401, contentType(answer), answer.body());
        }
    }

    @Test
    void every_path_refuses_other_methods_as_described() {
        for (String operation : operations()) {
            String path = operation.split(" ")[1];
            Bound port = Ingress.PATHS.contains(path) ? webhooks : operator.bound();
            HttpResponse<String> answer = port.send(port.request(path.replace("{id}", "rtc_1"))
                    .header("Authorization", "Bearer " + OperatorPort.TOKEN)
                    .DELETE());

            assertThat(answer.statusCode()).as(operation).isEqualTo(405);
            Contract.permits(path, operation.split(" ")[0], 405, contentType(answer), answer.body());
        }
    }

    @Test
    void the_page_for_people_has_every_operation_and_every_code() throws Exception {
        String page = Files.readString(Path.of("../docs/api.md"));

        assertThat(operations())
                .allSatisfy(operation -> assertThat(page)
                        .contains(operation.split(" ")[1] + "`")
                        .satisfiesAnyOf(
                                text -> assertThat(text).contains("### `" + operation + "`"),
                                text -> assertThat(operation).contains("webhook")));
        assertThat(Contract.DOCUMENT.findValuesAsText("code"))
                .allSatisfy(code -> assertThat(page).contains("`" + code + "`"));
    }

    @Test
    void every_example_fits_its_schema() {
        List<String> checked = new ArrayList<>();
        checkExamples(Contract.DOCUMENT, "", checked);

        assertThat(checked).hasSizeGreaterThan(30);
    }

    @Test
    void every_reference_leads_somewhere_and_every_schema_is_referred_to_or_told_of() {
        Set<String> referred = new TreeSet<>();
        references(Contract.DOCUMENT, referred);

        assertThat(referred)
                .allSatisfy(
                        ref -> assertThat(Contract.DOCUMENT.at(ref.substring(1)).isObject())
                                .as(ref)
                                .isTrue());
        Contract.DOCUMENT
                .at("/components/schemas")
                .fieldNames()
                .forEachRemaining(name -> assertThat(referred.contains("#/components/schemas/" + name)
                                || Contract.DOCUMENT.at("/paths").toString().contains("(" + name + ")"))
                        .as(name)
                        .isTrue());
    }

    @Test
    void the_example_of_a_call_has_every_field_a_call_can_have() throws Exception {
        JsonNode example = Contract.example("/api/v1/calls/{id}", "get", "200");
        CallView view = ApiJson.MAPPER.treeToValue(example, CallView.class);

        for (var component : CallView.class.getRecordComponents()) {
            assertThat(component.getAccessor().invoke(view))
                    .as(component.getName())
                    .isNotNull();
        }
    }

    private static HttpResponse<java.io.InputStream> ask(String method, String path) throws Exception {
        HttpRequest.Builder request;
        if (Ingress.PATHS.contains(path)) {
            byte[] body = Contract.DOCUMENT
                    .at("/paths")
                    .path(path)
                    .at("/post/requestBody/content")
                    .path("application/json")
                    .path("example")
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            long now = Instant.now().getEpochSecond();
            request = webhooks.request(path)
                    .header("webhook-id", "evt_1")
                    .header("webhook-timestamp", Long.toString(now))
                    .header("webhook-signature", StandardWebhooks.sign(SECRET, "evt_1", now, body))
                    .POST(BodyPublishers.ofByteArray(body));
        } else {
            JsonNode body = operation(method + " " + path)
                    .at("/requestBody/content")
                    .path("application/json")
                    .path("example");
            request = operator.request(path.replace("{id}", OperatorPort.CALL))
                    .method(
                            method,
                            body.isMissingNode()
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString(
                                            body.toString().replace("THE-ADMINISTRATORS-TOKEN", OperatorPort.TOKEN)));
        }
        return operator.bound().client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private static void checkExamples(JsonNode node, String where, List<String> checked) {
        if (node.has("schema") && (node.has("example") || node.has("examples"))) {
            List<JsonNode> examples = new ArrayList<>();
            if (node.has("example")) {
                examples.add(node.get("example"));
            }
            node.path("examples").forEach(example -> examples.add(example.get("value")));
            examples.forEach(example -> Contract.fits(node.get("schema"), example.toString(), where));
            checked.add(where);
        }
        node.properties().forEach(entry -> checkExamples(entry.getValue(), where + "/" + entry.getKey(), checked));
        if (node.isArray()) {
            node.forEach(element ->
                    checkExamples(element, where + "/" + element.path("name").asText(), checked));
        }
    }

    private static void references(JsonNode node, Set<String> into) {
        if (node.path("$ref").isTextual()) {
            into.add(node.get("$ref").asText());
        }
        node.forEach(child -> references(child, into));
    }

    private static Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        Contract.DOCUMENT
                .at("/paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(entry -> !entry.getKey().equals("servers"))
                        .forEach(entry -> operations.add(
                                entry.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    private static JsonNode operation(String operation) {
        String[] parts = operation.split(" ");
        return Contract.DOCUMENT.at("/paths").path(parts[1]).path(parts[0].toLowerCase(java.util.Locale.ROOT));
    }

    private static String contentType(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }
}
