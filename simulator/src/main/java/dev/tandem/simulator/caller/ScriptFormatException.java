package dev.tandem.simulator.caller;

/** A script that cannot be played; the message names the place and the reason. */
public final class ScriptFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Explains what is wrong with the script. */
    public ScriptFormatException(String message) {
        super(message);
    }
}
