package dev.tandem.protocol.realtime;

/** One item of the conversation, as far as a call acts on it. */
public sealed interface Item {

    String id();

    /**
     * Words of either side.
     *
     * @param role system, user or assistant
     * @param transcript all text and transcript parts joined by nothing, or null when no part carries any
     * @param complete false while in progress, or when it was cut
     */
    record Message(String id, String role, String transcript, boolean complete) implements Item {}

    record FunctionCall(String id, String toolCallId, String name, String arguments, boolean complete)
            implements Item {}

    record FunctionCallOutput(String id, String toolCallId) implements Item {}

    /** An item of a type that no call acts on. */
    record Other(String id, String type) implements Item {}
}
