package dev.tandem.simulator.caller;

import java.util.List;

/** One step of a script. */
public sealed interface Turn {

    /**
     * The caller says something.
     *
     * @param text the words
     * @param interrupts whether the caller starts while the agent still speaks
     * @param transcript what becomes of the vendor's transcription of these words
     */
    record Caller(String text, boolean interrupts, Transcript transcript) implements Turn {}

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
