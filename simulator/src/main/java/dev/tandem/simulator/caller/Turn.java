package dev.tandem.simulator.caller;

import java.util.List;
import java.util.Optional;

/** One step of a script. */
public sealed interface Turn {

    /**
     * The caller says something.
     *
     * @param text the words
     * @param interrupts whether the caller starts while the agent still speaks
     * @param interruptsAt the share of the agent's last message after which the caller starts; empty means early
     * @param transcript what becomes of the vendor's transcription of these words
     */
    record Caller(String text, boolean interrupts, Optional<Double> interruptsAt, Transcript transcript)
            implements Turn {

        /** Words that are not said at a chosen moment of the agent's. */
        public Caller(String text, boolean interrupts, Transcript transcript) {
            this(text, interrupts, Optional.empty(), transcript);
        }
    }

    /** The caller hangs up, after {@code at} of the agent's last message where that is given. */
    record HangUp(Optional<Double> at) implements Turn {}

    /** The caller presses keys; each of {@code digits} is one of 0-9, *, #, A-D. */
    record Keys(String digits) implements Turn {}

    /** The caller says nothing for {@code humanMs}. */
    record Silence(long humanMs) implements Turn {}

    /** The agent speaks {@code text} (nothing when empty) after calling {@code calls}. */
    record Agent(String text, List<ToolCall> calls) implements Turn {
        /** Keeps its own copy of the calls. */
        public Agent {
            calls = List.copyOf(calls);
        }
    }

    /** What becomes of the transcription of a caller's turn. */
    enum Transcript {
        /** It is completed shortly after the words. */
        PROMPT,
        /** It is completed only after the agent's response. */
        LATE,
        /** The vendor reports that it failed. */
        FAILED
    }
}
