package dev.tandem.launcher.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTenantTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOOL =
            "{\"name\":\"lookup_order\",\"description\":\"Looks up an order.\",\"parameters\":{\"type\":\"object\",\"required\":[\"order_id\"]}}";

    @Test
    void a_tenants_file_has_the_form_of_any_tenants() throws Exception {
        String yaml =
                SampleTenant.ALL.getFirst().yaml(12, List.of(JSON.readTree(TOOL)), "http://127.0.0.1:9200/tools/");
        JsonNode tenant = new YAMLMapper().readTree(yaml);
        assertThat(tenant.path("tenant").asText()).isEqualTo("acme");
        assertThat(tenant.at("/numbers/0").asText()).isEqualTo("+18005550100");
        assertThat(tenant.at("/limits/concurrent_calls").asInt()).isEqualTo(12);
        JsonNode tool = tenant.at("/agent/tools/0");
        assertThat(tool.path("effect").asText()).isEqualTo("read");
        assertThat(tool.at("/http/url").asText()).isEqualTo("http://127.0.0.1:9200/tools/lookup_order");
        assertThat(tool.at("/http/headers/X-Demo").asText()).isEqualTo("${env:DEMO_TOKEN}");
        assertThat(tool.at("/parameters/required/0").asText()).isEqualTo("order_id");
        assertThat(tenant.at("/agent/tools/1/builtin").asText()).isEqualTo("end_call");
        assertThat(tenant.at("/agent/tools/2/targets/billing").asText()).isEqualTo("tel:+18005550199");
        assertThat(tenant.at("/agent/instructions").asText()).contains("Acme Store");
    }

    @Test
    void no_secret_stands_in_a_tenants_file() {
        Secrets secrets = Secrets.random();
        String yaml = SampleTenant.ALL.getLast().yaml(1, List.of(), "http://127.0.0.1:9200/tools/");
        assertThat(yaml).doesNotContain(secrets.toolToken(), secrets.adminToken(), secrets.apiKey());
    }

    @Test
    void tools_are_read_from_every_usual_form_each_name_once() throws Exception {
        String wrapped = "{\"type\":\"function\",\"function\":" + TOOL + "}";
        for (String answer : List.of(
                "[" + TOOL + "," + TOOL + "]",
                "{\"tools\":[" + TOOL + "]}",
                "{\"Shop.Lookup\":" + TOOL + "}",
                "[" + wrapped + "]")) {
            assertThat(SampleTenant.tools(JSON.readTree(answer))).as(answer).containsExactly(JSON.readTree(TOOL));
        }
    }
}
