package dev.tandem.cassandra;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Asks a port whether Cassandra answers there: one OPTIONS frame of the CQL binary protocol v4, the first request a client may send. */
final class CqlOptions {
    /** Version 4, no flags, stream 0, opcode OPTIONS (5), no body: native_protocol_v4.spec, section 2. */
    private static final byte[] OPTIONS = {0x04, 0, 0, 0, 0x05, 0, 0, 0, 0};

    private static final int VERSION_OF_ANSWER = 0x84;
    private static final int SUPPORTED = 0x06;
    private static final int TIMEOUT_MS = 2000;

    private CqlOptions() {}

    static boolean answered(CqlAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(OPTIONS);
            DataInputStream answer = new DataInputStream(socket.getInputStream());
            int version = answer.readUnsignedByte();
            answer.skipNBytes(3);
            return version == VERSION_OF_ANSWER && answer.readUnsignedByte() == SUPPORTED;
        } catch (IOException notYet) {
            return false;
        }
    }
}
