package dev.tandem.persistence.schema;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The beginning of CQL's native protocol over TLS: asks who is there, keeps the answer, and refuses it. */
final class FakeCassandra implements AutoCloseable {

    private static final int HEADER = 9;
    private static final int RESPONSE = 0x80;
    private static final byte ERROR = 0x00;
    private static final byte STARTUP = 0x01;
    private static final byte AUTHENTICATE = 0x03;
    private static final byte OPTIONS = 0x05;
    private static final byte SUPPORTED = 0x06;
    private static final byte AUTH_RESPONSE = 0x0F;
    private static final int BAD_CREDENTIALS = 0x0100;

    private final SSLServerSocket server;
    private volatile String login;
    private volatile String shown = "";

    /** @param clients whose certificate a client must show, or null for none */
    FakeCassandra(Path store, String password, Path clients) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(store, password), password.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), clients == null ? null : trusting(clients, password), null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 16, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(clients != null);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** What the last client said it was: name and password, each after a zero. */
    String login() {
        return login;
    }

    /** The subject of the certificate that the last client showed. */
    String shown() {
        return shown;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            if (server.getNeedClientAuth()) {
                X509Certificate theirs = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                shown = theirs.getSubjectX500Principal().getName();
            }
            while (true) {
                byte[] header = in.readNBytes(HEADER);
                if (header.length < HEADER) {
                    return;
                }
                byte[] body = in.readNBytes(ByteBuffer.wrap(header).getInt(HEADER - 4));
                answer(out, header, body);
            }
        } catch (IOException gone) {
            // The client hung up, or the handshake failed: both are what tests look at from its side.
        }
    }

    private void answer(DataOutputStream out, byte[] header, byte[] body) throws IOException {
        switch (header[4]) {
            case OPTIONS -> write(out, header, SUPPORTED, ByteBuffer.allocate(2));
            case STARTUP -> write(out, header, AUTHENTICATE, text("org.apache.cassandra.auth.PasswordAuthenticator"));
            case AUTH_RESPONSE -> {
                login = new String(body, 4, body.length - 4, StandardCharsets.UTF_8);
                ByteBuffer why = text("no");
                ByteBuffer error = ByteBuffer.allocate(4 + why.capacity());
                write(out, header, ERROR, error.putInt(BAD_CREDENTIALS).put(why.array()));
            }
            default -> throw new IOException("not asked for in this test: opcode " + header[4]);
        }
    }

    private static void write(DataOutputStream out, byte[] header, byte opcode, ByteBuffer body) throws IOException {
        out.writeByte(RESPONSE | header[0]);
        out.writeByte(0);
        out.write(header, 2, 2);
        out.writeByte(opcode);
        out.writeInt(body.capacity());
        out.write(body.array());
        out.flush();
    }

    private static ByteBuffer text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + bytes.length)
                .putShort((short) bytes.length)
                .put(bytes);
    }

    private static TrustManager[] trusting(Path store, String password) throws IOException, GeneralSecurityException {
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(load(store, password));
        return trusted.getTrustManagers();
    }

    private static KeyStore load(Path store, String password) throws IOException, GeneralSecurityException {
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            loaded.load(in, password.toCharArray());
        }
        return loaded;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
