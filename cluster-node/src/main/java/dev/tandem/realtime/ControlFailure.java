package dev.tandem.realtime;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.pekko.stream.BufferOverflowException;
import org.apache.pekko.stream.StreamTcpException;

/** Whether a request that failed without a response can have reached the provider: no only where that is certain. */
final class ControlFailure {
    private static final int DEEPEST = 8;

    private ControlFailure() {}

    static boolean mayHaveHappened(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (beforeSending(cause)) return false;
        }
        return true;
    }

    private static boolean beforeSending(Throwable cause) {
        return switch (cause) {
            case ConnectException e -> true;
            case UnknownHostException e -> true;
            case UnresolvedAddressException e -> true;
            case SSLHandshakeException e -> true;
            case BufferOverflowException e -> true;
            // "Tcp command [Connect(...)] failed": the one way in which Pekko says that no connection came about.
            case StreamTcpException e ->
                e.getMessage() != null && e.getMessage().startsWith("Tcp command [Connect(");
            default -> false;
        };
    }

    static String detail(Throwable failure) {
        Throwable deepest = failure;
        for (int depth = 0; depth < DEEPEST && deepest.getCause() != null; depth++) deepest = deepest.getCause();
        String text = deepest.getMessage();
        return text == null || text.isBlank() ? deepest.getClass().getSimpleName() : text;
    }
}
