package dev.tandem.launcher;

/** A command cannot do what it was asked, for a reason that one sentence tells; people see the sentence, not a stack trace. */
public final class Unable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With that sentence. */
    public Unable(String sentence) {
        super(sentence);
    }

    /** With that sentence and what lies behind it. */
    public Unable(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
