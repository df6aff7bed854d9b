package dev.tandem.simulator.http;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;

/** The certificate of the port, for clients that insist on {@code wss:}. */
public final class Tls {
    private Tls() {}

    /** The context of a PKCS#12 file; empty without one. */
    public static Optional<SslContext> of(Optional<Path> keyStore, String password) throws IOException {
        if (keyStore.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(keyStore.get())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password.toCharArray());
            return Optional.of(SslContextBuilder.forServer(keys)
                    .sslProvider(SslProvider.JDK)
                    .build());
        } catch (GeneralSecurityException unusable) {
            throw new IOException("cannot use the key store " + keyStore.get() + ": " + unusable.getMessage());
        }
    }
}
