package dev.tandem.persistence.projection;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.concurrent.CompletionException;

/** Failures as logs and tables may show them: what a parser says of the text it read is left out, for it quotes the text. */
public final class FailureText {

    private static final int LONGEST = 500;

    private FailureText() {}

    public static String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException) {
                String where = cause instanceof JsonMappingException mapping ? " at " + mapping.getPathReference() : "";
                return cut(cause.getClass().getSimpleName() + where);
            }
        }
        boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
        return cut((wrapped ? failure.getCause() : failure).toString());
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST));
    }
}
