package dev.tandem.persistence.schema;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS to Cassandra: whom we trust, and what we show where it asks for a certificate. */
public record CassandraTls(SSLContext context, boolean verifyHostname) {

    private static final String KEYS = "tandem.cassandra.tls.";

    static CassandraTls of(Config tls) {
        char[] password = tls.getString("password").toCharArray();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            // Null: what Java has by default.
            context.init(keys(tls, password), trusted(tls, password), null);
            return new CassandraTls(context, tls.getBoolean("verify-hostname"));
        } catch (GeneralSecurityException unusable) {
            throw wrong(tls, "key-store", "cannot be used: " + unusable.getMessage());
        }
    }

    private static TrustManager[] trusted(Config tls, char[] password) throws GeneralSecurityException {
        if (tls.getString("trust-store").isBlank()) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store(tls, "trust-store", password));
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(Config tls, char[] password) throws GeneralSecurityException {
        if (tls.getString("key-store").isBlank()) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store(tls, "key-store", password), password);
        return factory.getKeyManagers();
    }

    private static KeyStore store(Config tls, String key, char[] password) throws GeneralSecurityException {
        String file = tls.getString(key);
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return store;
        } catch (IOException unreadable) {
            throw wrong(tls, key, "names \"" + file + "\", which is no PKCS#12 store that the password opens");
        }
    }

    private static ConfigException wrong(Config tls, String key, String what) {
        return new ConfigException.BadValue(tls.origin(), KEYS + key, what);
    }
}
