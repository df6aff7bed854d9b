package dev.tandem.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final String PLAN = """
            {"simulation":"CallArrivals","webhooks":["http://h:8080/openai/webhook"],"api":"http://h:8081",
             "nodes":[{"name":"node-1","operator":"http://h:8081"}],"token":"t","simulator":"http://h:9200","speed":4,
             "numbers":["+18005550100"],"warm_up":0,"calls":2000,"rate":50,"minutes":1.5,"refusals_expected":false,
             "goals":{"success_percent":99.5,"failures_percent":0.5,"webhook_p99_ms":1000,"read_p99_ms":1000},"folder":"/tmp/x"}
            """;

    @Test
    void what_is_optional_may_be_absent() {
        Plan plan = Plan.parse(PLAN);
        assertThat(plan.control()).isEmpty();
        assertThat(plan.dialogues()).isEmpty();
        assertThat(plan.processes()).isEmpty();
        assertThat(plan.arrival()).isEqualTo(Duration.ofSeconds(40));
        assertThat(plan.length()).isEqualTo(Duration.ofSeconds(90));
        assertThat(plan.goals().successPercent()).isEqualTo(99.5);
    }

    @Test
    void a_plan_that_cannot_be_is_refused_with_what_is_wrong() {
        assertThatThrownBy(() -> Plan.parse(PLAN.replace("CallArrivals", "Nothing")))
                .hasMessageContaining("Nothing");
        assertThatThrownBy(() -> Plan.parse(PLAN.replace("\"calls\":2000", "\"calls\":0")))
                .hasMessageContaining("calls");
        assertThatThrownBy(() -> Plan.parse(PLAN.replace("\"rate\":50,", ""))).hasMessageContaining("rate");
        assertThatThrownBy(() -> Plan.parse(PLAN.replace("\"rate\"", "\"pace\"")))
                .hasMessageContaining("pace");
    }
}
