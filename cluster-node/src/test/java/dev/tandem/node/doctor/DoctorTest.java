package dev.tandem.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.tandem.node.doctor.Finding.Level;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check says in plain words what is wrong and what to do, and nothing where all is well. */
class DoctorTest {

    static final String TENANT = """
            tenant: harbor
            name: Harbor Hotel
            numbers: ["+1 800-555-0101"]
            agent:
              name: receptionist
              model: gpt-realtime
              voice: marin
              instructions: You answer for the Harbor Hotel.
            """;

    @TempDir
    Path folder;

    private FakeHttp http;
    private final Map<String, Object> given = new HashMap<>();

    @BeforeEach
    void aNodeThatWouldStart() throws Exception {
        http = new FakeHttp();
        Files.writeString(folder.resolve("token"), "a-token-for-tests-only");
        Files.setPosixFilePermissions(folder.resolve("token"), PosixFilePermissions.fromString("rw-------"));
        Files.createDirectory(folder.resolve("tenants"));
        Files.writeString(folder.resolve("tenants/harbor.yaml"), TENANT);
        given.put("tandem.node.admin-token-file", folder.resolve("token").toString());
        given.put("tandem.node.tenants", folder.resolve("tenants").toString());
        given.put("tandem.openai.api-key", "sk-test");
        given.put("tandem.openai.webhook-secret", "whsec_dGVzdA==");
        given.put("tandem.openai.base-url", http.address() + "/v1");
    }

    @AfterEach
    void stop() {
        http.close();
    }

    private Config config() {
        return ConfigFactory.load(
                ConfigFactory.parseMap(given).withFallback(ConfigFactory.parseResources("application.conf")));
    }

    private static Finding only(Check check) {
        List<Finding> findings = check.look();
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }

    @Test
    void an_old_java_is_told_what_to_install() {
        assertThat(only(new JavaCheck(Runtime.Version.parse("17.0.9"), "Somebody"))
                        .toString())
                .startsWith("FAIL  Java")
                .contains("17 (Somebody) is too old: install 21 or newer");
        assertThat(only(JavaCheck.ofProcess()).level()).isEqualTo(Level.OK);
    }

    @Test
    void a_configuration_that_can_be_used_is_told_with_what_it_means() {
        List<Finding> findings = new ConfigurationCheck(config()).look();
        assertThat(findings).extracting(Finding::level).containsExactly(Level.OK, Level.WARN, Level.OK);
        assertThat(findings.get(1).text()).contains("a cluster of its own").contains("TANDEM_SEEDS");
        assertThat(findings.get(2).text()).isEqualTo("1 in " + folder.resolve("tenants"));
    }

    @Test
    void without_a_tenant_no_node_starts() throws Exception {
        Files.delete(folder.resolve("tenants/harbor.yaml"));
        assertThat(new ConfigurationCheck(config()).look())
                .anySatisfy(finding -> assertThat(finding.toString())
                        .startsWith("FAIL  Tenants")
                        .contains("holds no tenant; add a file such as acme.yaml"));
    }

    @Test
    void a_wrong_key_is_named_and_so_is_every_fault_of_a_tenant() throws Exception {
        given.put("tandem.admission.tenant-limit", -1);
        assertThat(only(new ConfigurationCheck(config())).text())
                .startsWith("tandem.admission.tenant-limit is -1, but must be");
        given.remove("tandem.admission.tenant-limit");
        Files.writeString(folder.resolve("tenants/acme.yaml"), "tenant: acme\nnombers: []\n");
        assertThat(new ConfigurationCheck(config()).look())
                .anySatisfy(finding -> assertThat(finding.toString())
                        .startsWith("FAIL  Tenants")
                        .contains("nombers"));
    }

    @Test
    void secrets_are_told_by_where_they_stand_and_never_shown() throws Exception {
        given.put("tandem.openai.api-key", "");
        given.put("tandem.cassandra.password-file", "/not/there");
        assertThat(new SecretsCheck(config()).look())
                .extracting(Finding::toString)
                .anyMatch(line -> line.startsWith("OK") && line.contains("is read from " + folder.resolve("token")))
                .anyMatch(
                        line -> line.startsWith("FAIL") && line.contains("set OPENAI_API_KEY, or OPENAI_API_KEY_FILE"))
                .anyMatch(line ->
                        line.startsWith("FAIL") && line.contains("tandem.cassandra.password-file names /not/there"))
                .noneMatch(line -> line.contains("a-token-for-tests-only") || line.contains("dGVzdA"));
    }

    @Test
    void a_secret_that_everybody_can_read_is_a_warning() throws Exception {
        Files.setPosixFilePermissions(folder.resolve("token"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(new SecretsCheck(config()).look())
                .anySatisfy(finding -> assertThat(finding.toString())
                        .startsWith("WARN")
                        .contains("everybody on this machine can read"));
    }

    @Test
    void a_cassandra_that_is_not_there_is_told_in_one_line() throws Exception {
        int closed = http.free();
        given.put("tandem.cassandra.contact-points", "127.0.0.1:" + closed);
        Finding finding = only(new CassandraCheck(config(), new Clocks(Clock.systemUTC())));
        assertThat(finding.level()).isEqualTo(Level.FAIL);
        assertThat(finding.toString())
                .contains("127.0.0.1:" + closed + " cannot be used: nobody listens there, or whoever does hangs up")
                .hasLineCount(1);
    }

    @Test
    void the_provider_is_asked_with_the_key_and_its_clock_compared() {
        http.answer("/v1/models", 200, "{}");
        Clocks clocks = new Clocks(Clock.systemUTC());
        assertThat(only(new ProviderCheck(config(), clocks)).level()).isEqualTo(Level.OK);
        assertThat(http.authorization()).isEqualTo("Bearer sk-test");
        assertThat(only(clocks).text()).isEqualTo("within 5 s of that of OpenAI");
        http.answer("/v1/models", 401, "{}");
        assertThat(only(new ProviderCheck(config(), clocks)).text()).contains("refuses the key");
        http.answer("/v1/models", 503, "{}");
        assertThat(only(new ProviderCheck(config(), clocks)).level()).isEqualTo(Level.WARN);
        http.close();
        assertThat(only(new ProviderCheck(config(), clocks)).toString())
                .startsWith("FAIL")
                .contains("cannot be reached", "OPENAI_BASE_URL");
    }

    @Test
    void clocks_far_apart_refuse_webhooks() {
        Instant now = Instant.parse("2026-07-01T10:00:00Z");
        Clocks clocks = new Clocks(Clock.fixed(now, ZoneOffset.UTC));
        assertThat(only(clocks).level()).as("nobody to compare with").isEqualTo(Level.WARN);
        clocks.compare("Cassandra", () -> now.minus(Duration.ofSeconds(2)));
        clocks.tell("OpenAI", now.plusSeconds(301), now);
        assertThat(clocks.look()).extracting(Finding::level).containsExactly(Level.OK, Level.FAIL);
        assertThat(clocks.look().getLast().text()).contains("301 s behind").contains("refused as stale");
    }

    @Test
    void a_port_that_somebody_else_has_fails_and_one_that_is_free_does_not() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            given.put("tandem.node.public.interface", "127.0.0.1");
            given.put("tandem.node.public.port", taken.getLocalPort());
            given.put("tandem.node.operator.port", http.free());
            given.put("tandem.node.remoting-port", http.free());
            assertThat(new PortsCheck(config()).look())
                    .extracting(Finding::level)
                    .containsExactly(Level.OK, Level.FAIL, Level.OK);
        }
    }

    @Test
    void ports_of_a_node_that_runs_here_are_its_own_and_it_is_asked_how_it_fares() throws Exception {
        given.put("tandem.node.operator.port", http.port());
        given.put("tandem.node.public.interface", "127.0.0.1");
        given.put("tandem.node.public.port", http.port());
        given.put("tandem.node.remoting-port", http.free());
        http.answer("/health", 200, "{\"status\":\"ok\"}");
        http.answer("/ready", 503, "{\"status\":\"not_ready\",\"reasons\":[\"This node is leaving.\"]}");
        assertThat(new PortsCheck(config()).look())
                .extracting(Finding::toString)
                .anyMatch(
                        line -> line.startsWith("OK") && line.contains("operator") && line.contains("a node runs here"))
                .anyMatch(line -> line.startsWith("WARN") && line.contains("not ready: This node is leaving."));
    }

    @Test
    void too_few_open_files_for_the_calls_are_told() {
        given.put("tandem.admission.global-limit", 10_000);
        assertThat(only(new OpenFilesCheck(OptionalLong.of(1_024), config())).toString())
                .startsWith("WARN")
                .contains("42000 may be needed", "LimitNOFILE");
        assertThat(only(new OpenFilesCheck(OptionalLong.of(65_536), config())).level())
                .isEqualTo(Level.OK);
    }

    @Test
    void a_node_elsewhere_is_asked_by_its_ports_alone() {
        http.answer("/ready", 200, "{\"status\":\"ready\",\"reasons\":[]}");
        http.answer("/openai/webhook", 405, "{}");
        assertThat(run("--operator", http.address(), "--public", http.address()))
                .startsWith("0 ")
                .contains("is ready for calls", "takes deliveries", "All is well.");
        http.answer("/ready", 503, "{\"reasons\":[\"Admission has not answered yet.\"]}");
        http.answer("/openai/webhook", 502, "bad gateway");
        assertThat(run("--operator", http.address(), "--public", http.address()))
                .startsWith("1 ")
                .contains("Admission has not answered yet.", "answered 502 by something else", "2 failed");
    }

    @Test
    void wrong_usage_is_answered_with_the_right_one() {
        assertThat(run("--operator")).startsWith("2 ").contains("Usage: doctor");
        assertThat(run("--operator", "not a url")).startsWith("2 ");
        assertThat(run("--help")).startsWith("0 ").contains("Usage: doctor");
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Doctor.run(arguments, new PrintStream(out, true, StandardCharsets.UTF_8));
        return code + " " + out.toString(StandardCharsets.UTF_8);
    }
}
