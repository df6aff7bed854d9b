package dev.tandem.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.launcher.Unable;
import dev.tandem.launcher.api.HttpJson;
import dev.tandem.launcher.stage.Limits;
import dev.tandem.launcher.stage.Ports;
import dev.tandem.launcher.stage.Secrets;
import dev.tandem.launcher.stage.Stage;
import dev.tandem.launcher.stage.StageFolder;
import dev.tandem.launcher.stage.StagePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both sides of the control port, over nodes that are down. */
class ControlPortTest {
    @TempDir
    Path home;

    private final List<String> terminal = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private Supervisor supervisor;
    private ControlPort port;
    private StageFolder folder;

    @BeforeEach
    void open() throws Exception {
        folder = StageFolder.cluster(home).empty();
        StagePlan plan = new StagePlan(
                home, folder, Ports.anyFree(2, false), Secrets.random(), 1, Optional.empty(), Limits.DEFAULTS);
        Stage stage = Stage.outlivingNodes(plan, (node, code, inWords) -> {});
        supervisor = new Supervisor(stage, terminal::add);
        port = ControlPort.open("right", supervisor, () -> Status.of(stage.nodes()));
        access("right");
    }

    @AfterEach
    void close() {
        port.close();
    }

    @Test
    void the_status_of_nodes_that_are_down_says_so() throws Exception {
        assertThat(StatusText.lines(control().status()))
                .hasSize(4)
                .anyMatch(line -> line.matches("1 +- +down +no +- +127\\.0\\.0\\.1:\\d+ +http://127\\.0\\.0\\.1:\\d+"))
                .endsWith("No node knows how many calls there are.");
    }

    @Test
    void an_order_that_cannot_be_carried_out_is_answered_with_the_reason() {
        assertThatThrownBy(() -> control().order(new Order.Kill(2), heard::add))
                .isInstanceOf(Unable.class)
                .hasMessage("Node 2 is down.");
        assertThatThrownBy(() -> control().order(new Order.Pause(3), heard::add))
                .isInstanceOf(Unable.class)
                .hasMessage("There is no node 3; there are 1 to 2.");
    }

    @Test
    void whoever_stops_everything_is_answered_when_it_has_ended() throws Exception {
        ObjectNode fields = access("right");
        fields.withObject("/control").put("pid", 0);
        folder.writeAccess(fields);
        supervisor.asked().thenRun(supervisor::stopped);
        control().order(new Order.Stop(), heard::add);
        assertThat(heard).containsExactly("Stopping everything ...", "Everything has ended.");
        assertThat(terminal).isEqualTo(heard);
    }

    @Test
    void another_token_opens_nothing() throws Exception {
        access("wrong");
        assertThatThrownBy(() -> control().status()).isInstanceOf(Unable.class).hasMessageContaining("401");
        assertThatThrownBy(() -> control().order(new Order.Stop(), heard::add))
                .isInstanceOf(Unable.class)
                .hasMessageContaining("401");
        assertThat(supervisor.asked()).isNotDone();
    }

    @Test
    void what_is_no_order_is_refused() {
        HttpJson http = new HttpJson(port.url(), "right");
        for (String path : List.of("/dance", "/kill", "/kill/x", "/kill/1/2", "/status")) {
            assertThatThrownBy(() -> http.postLines(path, heard::add))
                    .as(path)
                    .isInstanceOf(HttpJson.Refused.class)
                    .hasMessageContaining("404");
        }
    }

    @Test
    void without_a_cluster_a_command_says_how_to_start_one() {
        assertThatThrownBy(() -> Control.of(home.resolve("absent.json")))
                .isInstanceOf(Unable.class)
                .hasMessageContaining("./tandem cluster --nodes 3");
        port.close();
        assertThatThrownBy(() -> control().order(new Order.Roll(), heard::add))
                .isInstanceOf(Unable.class)
                .hasMessageContaining("No cluster runs");
    }

    @Test
    void an_order_is_the_same_on_both_sides() {
        for (Order order : List.of(
                new Order.Kill(1),
                new Order.Pause(2),
                new Order.Resume(3),
                new Order.Restart(4),
                new Order.Roll(),
                new Order.Stop())) {
            assertThat(Order.of(order.path())).contains(order);
        }
    }

    private Control control() {
        return Control.of(folder.access());
    }

    private ObjectNode access(String token) throws Exception {
        ObjectNode fields = new ObjectMapper().createObjectNode();
        fields.putObject("control").put("url", port.url()).put("token", token);
        folder.writeAccess(fields);
        return fields;
    }
}
