package dev.tandem.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.cassandra.SharedCassandra;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the distribution, started as an operator starts them, from another folder and by another name. */
class DistributionIT {

    private static final Path DISTRIBUTION = Path.of("target", "distribution").toAbsolutePath();

    @TempDir
    Path folder;

    private FakeHttp provider;
    private final Map<String, String> environment = new HashMap<>();

    private record Ran(int code, String said) {}

    @BeforeEach
    void anOperatorsEnvironment() throws Exception {
        provider = new FakeHttp();
        provider.answer("/v1/models", 200, "{}");
        Files.createDirectory(folder.resolve("tenants"));
        Files.writeString(folder.resolve("tenants/harbor.yaml"), DoctorTest.TENANT);
        environment.put("TANDEM_JAVA_HOME", System.getProperty("java.home"));
        environment.put("TANDEM_CONFIG", folder.resolve("tenants").toString());
        environment.put("TANDEM_SEEDS", "127.0.0.1:25520");
        environment.put("OPENAI_BASE_URL", provider.address() + "/v1");
        secret("OPENAI_API_KEY_FILE", "sk-test");
        secret("OPENAI_WEBHOOK_SECRET_FILE", "whsec_b2xk,whsec_bmV3");
        secret("TANDEM_ADMIN_TOKEN_FILE", "a-token-for-tests-only");
        environment.put("TANDEM_CASSANDRA", "127.0.0.1:" + provider.free());
        for (String port :
                List.of("TANDEM_HTTP_PORT", "TANDEM_OPERATOR_PORT", "TANDEM_REMOTING_PORT", "TANDEM_MANAGEMENT_PORT")) {
            environment.put(port, Integer.toString(provider.free()));
        }
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private void withCassandra() {
        environment.put("TANDEM_CASSANDRA", SharedCassandra.get().contactPoint());
        environment.put("TANDEM_CASSANDRA_DATACENTER", SharedCassandra.get().datacenter());
    }

    private void secret(String variable, String value) throws Exception {
        Path file = Files.writeString(folder.resolve(variable), value + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        environment.put(variable, file.toString());
    }

    @Test
    void schema_creates_what_doctor_then_finds() throws Exception {
        withCassandra();
        Ran schema = run("tandem-schema", "--copies", "1");
        assertThat(schema.said()).contains("every keyspace and table is there");
        assertThat(schema.code()).isZero();
        Ran doctor = run("tandem-doctor");
        assertThat(doctor.said())
                .contains("OK    Java")
                .contains("OK    Configuration")
                .contains("OK    Cassandra")
                .contains("OK    Schema         every table is there")
                .contains("WARN  Schema")
                .contains("OK    OpenAI")
                .contains("OK    Clock          within 5 s of that of Cassandra")
                .contains("0 failed");
        assertThat(doctor.code()).isZero();
    }

    @Test
    void a_datacenter_that_is_not_there_is_told_with_those_that_are() throws Exception {
        withCassandra();
        environment.put("TANDEM_CASSANDRA_DATACENTER", "eu-west");
        Ran doctor = run("tandem-doctor");
        assertThat(doctor.code()).isEqualTo(1);
        assertThat(doctor.said())
                .contains("FAIL  Cassandra")
                .contains("has no datacenter eu-west, only "
                        + SharedCassandra.get().datacenter());
    }

    @Test
    void without_cassandra_doctor_fails_and_schema_ends_with_69() throws Exception {
        String nobody = " cannot be used: nobody listens";
        Ran doctor = run("tandem-doctor");
        assertThat(doctor.code()).isEqualTo(1);
        assertThat(doctor.said())
                .contains("OK    Configuration", "OK    Tenants", "OK    OpenAI")
                .contains("FAIL  Cassandra      " + environment.get("TANDEM_CASSANDRA") + nobody)
                .contains("1 failed, 0 to look at.");
        Ran schema = run("tandem-schema", "--copies", "3");
        assertThat(schema.code()).isEqualTo(69);
        assertThat(schema.said()).contains("tandem: Cassandra" + nobody);
    }

    @Test
    void a_node_without_its_secrets_says_which_and_ends_with_78() throws Exception {
        environment.remove("TANDEM_ADMIN_TOKEN_FILE");
        Ran node = run("tandem-node");
        assertThat(node.code()).isEqualTo(78);
        assertThat(node.said()).contains("tandem: tandem.node.admin-token is missing; set TANDEM_ADMIN_TOKEN.");
    }

    @Test
    void schema_without_a_number_of_copies_says_how_it_is_used() throws Exception {
        Ran schema = run("tandem-schema");
        assertThat(schema.code()).isEqualTo(64);
        assertThat(schema.said()).contains("Usage: schema --copies N");
    }

    private Ran run(String program, String... arguments) throws Exception {
        // As in a path of links: the script finds its own folder.
        Path link = folder.resolve(program);
        Files.createSymbolicLink(link, DISTRIBUTION.resolve("bin").resolve(program));
        List<String> command = new ArrayList<>(List.of(link.toString()));
        command.addAll(List.of(arguments));
        Path said = folder.resolve(program + ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TANDEM_") || name.startsWith("OPENAI_"));
        builder.environment().remove("JAVA_HOME");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
            return new Ran(process.exitValue(), Files.readString(said));
        } finally {
            process.destroyForcibly();
        }
    }
}
