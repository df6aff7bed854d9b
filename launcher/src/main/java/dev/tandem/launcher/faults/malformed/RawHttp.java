package dev.tandem.launcher.faults.malformed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks HTTP by bytes, because a client library would not let the wrong ones out. */
final class RawHttp {
    /**
     * What came back.
     *
     * @param status 0 when the server closed the connection without an answer
     * @param text the whole answer, head and body
     */
    record Answer(int status, String text) {}

    private static final Pattern STATUS_LINE = Pattern.compile("^HTTP/1\\.[01] (\\d{3}) ");
    private static final int PATIENCE_MS = 15_000;
    private static final int MAX_ANSWER = 1 << 20;

    private RawHttp() {}

    /** Writes the head and the body; reads until the server closes or stays silent. */
    static Answer exchange(InetSocketAddress to, byte[] request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(to, PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
                byte[] buffer = new byte[8_192];
                for (int read = socket.getInputStream().read(buffer);
                        read >= 0 && answer.size() < MAX_ANSWER;
                        read = socket.getInputStream().read(buffer)) {
                    answer.write(buffer, 0, read);
                }
            } catch (java.net.SocketTimeoutException silent) {
                throw new IOException("No answer within " + PATIENCE_MS + " ms", silent);
            } catch (IOException reset) {
                // A server may close before it read all of a wrong request; what it said before counts.
            }
            String text = answer.toString(StandardCharsets.UTF_8);
            Matcher matcher = STATUS_LINE.matcher(text);
            return new Answer(matcher.find() ? Integer.parseInt(matcher.group(1)) : 0, text);
        }
    }

    static byte[] bytes(String head, byte[] body) {
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }
}
