package dev.tandem.launcher.faults.truth;

import java.util.Locale;

/** The kinds of lines that the suite reads. */
public enum Kind {
    OFFER,
    DELIVERY,
    ACCEPT,
    ACCEPT_REFUSED,
    REJECT,
    ATTACH,
    ATTACH_REFUSED,
    DETACH,
    GREETING,
    TURN,
    TRUNCATED,
    TOOL_CALL,
    TOOL_OUTPUT,
    TOOL_REQUEST,
    TOOL_EFFECT,
    TEXT_REQUEST,
    HANGUP,
    ENDED,
    FAULT,
    MARK;

    /** As it is written. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
