package dev.tandem.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(NoLeaks.class)
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static SslContext peersTls;
    private static SslContext trusting;

    @TempDir
    private static Path folder;

    private final Heard heard = new Heard();
    private Peer peer;
    private Sockets sockets;

    @BeforeAll
    static void makeACertificateForLocalhost() throws Exception {
        Path store = folder.resolve("peer.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "peer",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        assertThat(made.waitFor(30, SECONDS)).isTrue();
        assertThat(made.exitValue()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        peersTls = SslContextBuilder.forServer(own).build();
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("peer", keys.getCertificate("peer"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        trusting = Sockets.tls().trustManager(trust).build();
    }

    @BeforeEach
    void start() throws Exception {
        peer = new Peer(peersTls);
        sockets = Sockets.open(SocketSettings.defaults(), trusting);
    }

    @AfterEach
    void stop() throws Exception {
        sockets.close();
        sockets.terminated().toCompletableFuture().get(10, SECONDS);
        peer.close();
    }

    @Test
    void messages_go_both_ways_under_tls_and_each_side_closes() throws Exception {
        sockets.connect(peer.at("/greets"), Map.of(), heard);
        Socket socket = heard.opened();
        assertThat(heard.text()).isEqualTo("hello");
        Peer.Connection connection = peer.connection();
        socket.send("ciao".getBytes(StandardCharsets.US_ASCII));
        assertThat(connection.text()).isEqualTo("ciao");
        socket.close(1000, "done");
        assertThat(heard.ended()).isEqualTo(new Heard.Ended(SocketEnd.OURS, 1000, "done"));
    }

    @Test
    void a_cut_under_tls_is_a_cut() throws Exception {
        sockets.connect(peer.at("/call"), Map.of(), heard);
        heard.opened();
        peer.connection().reset();
        assertThat(heard.ended().end()).isEqualTo(SocketEnd.CUT);
    }

    @Test
    void a_certificate_nobody_vouches_for_is_refused() throws Exception {
        sockets.close();
        sockets = Sockets.open(SocketSettings.defaults());
        sockets.connect(peer.at("/call"), Map.of(), heard);
        Heard.Refused refused = heard.refused();
        assertThat(refused.status()).isZero();
        assertThat(refused.reason()).contains("certification path");
    }

    @Test
    void a_certificate_for_another_host_is_refused() {
        sockets.connect(URI.create("wss://127.0.0.1:" + peer.port() + "/call"), Map.of(), heard);
        Heard.Refused refused = heard.refused();
        assertThat(refused.status()).isZero();
        assertThat(refused.reason()).contains("127.0.0.1");
    }
}
