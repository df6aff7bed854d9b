package dev.tandem.agent;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.tandem.protocol.tenant.Tool;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The address is pinned, but the certificate must be that of the name. */
class HttpToolsTlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    static Path directory;

    private static WireMockServer service;
    private static ActorTestKit kit;
    private static HttpsConnectionContext trusting;

    @BeforeAll
    static void start() throws Exception {
        Path store = directory.resolve("tools.p12");
        certificate(store, "tools.example.com");
        service = new WireMockServer(options()
                .dynamicHttpsPort()
                .httpDisabled(true)
                .bindAddress("127.0.0.1")
                .keystorePath(store.toString())
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD)
                .keystoreType("PKCS12"));
        service.start();
        service.stubFor(any(anyUrl()).willReturn(ok("safe")));
        kit = ActorTestKit.create();
        trusting = ConnectionContext.httpsClient(trusting(store));
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
        service.stop();
    }

    @Test
    void a_service_whose_certificate_bears_the_tools_host_is_trusted() throws Exception {
        assertThat(run("tools.example.com", Optional.of(trusting))).isEqualTo(ToolResult.succeeded("safe"));
    }

    @Test
    void a_certificate_of_another_name_is_not_trusted() throws Exception {
        assertThat(run("other.example.com", Optional.of(trusting)))
                .isEqualTo(ToolResult.failed("The tool lookup could not be reached safely."));
    }

    @Test
    void a_certificate_nobody_vouches_for_is_not_trusted() throws Exception {
        assertThat(run("tools.example.com", Optional.empty()))
                .isEqualTo(ToolResult.failed("The tool lookup could not be reached safely."));
    }

    private static ToolResult run(String host, Optional<HttpsConnectionContext> tls) throws Exception {
        UrlGuard guard = new UrlGuard(
                DevelopmentHosts.parse(host + ":" + service.httpsPort()),
                name -> CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress())));
        Secrets secrets = new Secrets(Map.<String, String>of()::get);
        HttpTools tools = tls.map(context -> HttpTools.create(kit.system(), guard, secrets, context))
                .orElseGet(() -> HttpTools.create(kit.system(), guard, secrets));
        Tool.Http tool =
                Tools.http("POST", "https://" + host + ":" + service.httpsPort() + "/", Tool.Effect.READ, Map.of());
        return tools.run(tool, "{}", "call-1", "tool-1", 1, Duration.ofSeconds(20))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static void certificate(Path store, String host) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "tools",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "SAN=dns:" + host,
                        "-validity",
                        "1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    private static SSLContext trusting(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("tools", keys.getCertificate("tools"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
