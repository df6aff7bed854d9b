package dev.tandem.simulator.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.simulator.RunOptions;
import dev.tandem.simulator.Simulator;
import dev.tandem.simulator.SimulatorSettings;
import dev.tandem.simulator.caller.ScriptReader;
import dev.tandem.simulator.control.CallOffer;
import dev.tandem.simulator.control.OfferedCall;
import dev.tandem.simulator.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's own clients, unchanged and knowing nothing of the simulator, through whole conversations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NpmClientsIT {
    private static final String NUMBER = "+18005551212";

    private Simulator simulator;
    private Node node;
    private String base;

    @BeforeAll
    void start(@TempDir Path keys) throws IOException {
        Path store = keys.resolve("localhost.p12");
        Path certificate = keys.resolve("localhost.pem");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-alias",
                "simulator",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "simulator",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-file",
                certificate.toString());
        node = Node.install(certificate);
        SimulatorSettings settings = SimulatorSettings.defaults().withSpeed(20);
        simulator = Simulator.start(settings.withRun(RunOptions.defaults().withTls(store, "changeit")));
        base = "https://localhost:" + simulator.port();
    }

    @AfterAll
    void stop() {
        if (simulator != null) {
            simulator.close();
        }
    }

    @Test
    void the_official_client_talks_to_a_model_over_its_websocket() {
        node.succeeds("openai-realtime.mjs", List.of(base));
    }

    @Test
    void the_official_client_controls_calls_reads_summaries_and_verifies_webhooks() {
        OfferedCall call = offer();
        node.succeeds(
                "openai-rest.mjs",
                List.of(
                        base,
                        SimulatorSettings.TEST_SECRET,
                        Json.write(call.deliveries().getFirst().json()),
                        call.callId(),
                        offer().callId()));
    }

    @Test
    void the_agents_sdk_talks_over_its_websocket_transport() {
        node.succeeds("agents.mjs", List.of(base));
    }

    @Test
    void the_agents_sdk_serves_a_call_over_its_sip_transport() {
        String callId = offer().callId();
        node.succeeds("agents.mjs", List.of(base, callId));
        assertThat(simulator.truth().linesOf(callId, "tool_output")).hasSize(1);
    }

    private OfferedCall offer() {
        var script = ScriptReader.read(Json.read("""
                {"turns":[{"speaker":"caller","text":"Where is order ABC123?"},
                 {"speaker":"agent","text":"It arrives on November the 24th, between eight and ten in the morning.",
                  "tool_call":{"name":"lookup_order","arguments":{"order_id":"ABC123"}}},
                 {"speaker":"caller","silence_ms":600000}]}
                """).orElseThrow(), "where_is_it");
        return simulator.offer(CallOffer.to(NUMBER).playing(script));
    }

    private static void keytool(String... arguments) throws IOException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(tool.toString()));
        command.addAll(List.of(arguments));
        Node.Outcome outcome = Node.run(Path.of("."), Map.of(), 60, command);
        assertThat(outcome.code()).as(outcome.output()).isZero();
    }
}
