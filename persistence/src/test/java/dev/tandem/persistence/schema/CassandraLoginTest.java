package dev.tandem.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a session reaches a Cassandra that speaks TLS and asks who we are, up to the answer that it gives to that. */
class CassandraLoginTest {

    private static final String PASSWORD = "changeit-soon";

    @TempDir
    static Path folder;

    private final Map<String, Object> given = new HashMap<>();

    @BeforeAll
    static void certificates() throws Exception {
        store("server", "SAN=ip:127.0.0.1");
        store("stranger", "SAN=ip:127.0.0.1");
        store("elsewhere", "SAN=dns:elsewhere.example.com");
        store("client", "SAN=dns:client");
    }

    @Test
    void name_and_password_are_shown_inside_tls_and_a_refusal_is_told() throws Exception {
        try (FakeCassandra cassandra = new FakeCassandra(folder.resolve("server.p12"), PASSWORD, null)) {
            tls(cassandra, "server");
            assertThatThrownBy(() -> SchemaSession.open(config()))
                    .isInstanceOf(SchemaSession.Unreachable.class)
                    .hasMessage("it refuses the user name or the password");
            assertThat(cassandra.login()).isEqualTo("\0tandem\0s3cret");
        }
    }

    @Test
    void a_certificate_of_ours_is_shown_where_cassandra_asks_for_one() throws Exception {
        Path trusted = folder.resolve("client.p12");
        try (FakeCassandra cassandra = new FakeCassandra(folder.resolve("server.p12"), PASSWORD, trusted)) {
            tls(cassandra, "server");
            given.put(
                    "tandem.cassandra.tls.key-store",
                    folder.resolve("client.p12").toString());
            assertThatThrownBy(() -> SchemaSession.open(config())).hasMessageContaining("refuses the user name");
            await().atMost(Duration.ofSeconds(30)).until(() -> cassandra.shown().contains("CN=client"));
        }
    }

    @Test
    void a_certificate_that_is_not_trusted_or_bears_another_host_is_refused() throws Exception {
        try (FakeCassandra stranger = new FakeCassandra(folder.resolve("stranger.p12"), PASSWORD, null)) {
            tls(stranger, "server");
            assertThatThrownBy(() -> SchemaSession.open(config())).hasMessageStartingWith("TLS fails");
            assertThat(stranger.login()).as("nothing is told to strangers").isNull();
        }
        try (FakeCassandra elsewhere = new FakeCassandra(folder.resolve("elsewhere.p12"), PASSWORD, null)) {
            tls(elsewhere, "elsewhere");
            assertThatThrownBy(() -> SchemaSession.open(config())).hasMessageStartingWith("TLS fails");
            assertThat(elsewhere.login()).isNull();
            given.put("tandem.cassandra.tls.verify-hostname", false);
            assertThatThrownBy(() -> SchemaSession.open(config())).hasMessageContaining("refuses the user name");
        }
    }

    @Test
    void stores_that_cannot_be_used_and_half_a_login_are_refused_naming_the_key() {
        given.put("tandem.cassandra.tls.enabled", true);
        given.put(
                "tandem.cassandra.tls.trust-store", folder.resolve("server.p12").toString());
        given.put("tandem.cassandra.tls.password", "wrong");
        assertThatThrownBy(() -> CassandraSettings.of(config().getConfig("tandem.cassandra")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("tandem.cassandra.tls.trust-store")
                .hasMessageContaining("no PKCS#12 store that the password opens");
        given.clear();
        given.put("tandem.cassandra.username", "tandem");
        assertThatThrownBy(() -> CassandraSettings.of(config().getConfig("tandem.cassandra")))
                .hasMessageContaining("tandem.cassandra.password");
        given.put("tandem.cassandra.password", "s3cret");
        assertThat(CassandraSettings.of(config().getConfig("tandem.cassandra")).toString())
                .doesNotContain("s3cret");
    }

    private void tls(FakeCassandra cassandra, String trusted) {
        given.clear();
        given.put("tandem.cassandra.contact-points", "127.0.0.1:" + cassandra.port());
        given.put("tandem.cassandra.username", "tandem");
        given.put("tandem.cassandra.password", "s3cret");
        given.put("tandem.cassandra.tls.enabled", true);
        given.put(
                "tandem.cassandra.tls.trust-store",
                folder.resolve(trusted + ".p12").toString());
        given.put("tandem.cassandra.tls.password", PASSWORD);
    }

    private Config config() {
        return ConfigFactory.load(
                ConfigFactory.parseMap(given).withFallback(ConfigFactory.parseResources("tandem-persistence.conf")));
    }

    /** A key with its certificate, which Java trusts where this store is taken for a trust store. */
    private static void store(String name, String extension) throws Exception {
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-ext",
                extension,
                "-keystore",
                folder.resolve(name + ".p12").toString());
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Path log = Files.createTempFile(folder, "keytool", ".log");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(keytool.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(keytool.exitValue()).as(Files.readString(log)).isZero();
    }
}
