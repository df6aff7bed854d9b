package dev.tandem.protocol.realtime;

/** What a call tells the Realtime server; every event carries an id that comes back as {@code error.event_id}. */
public sealed interface ClientEvent {

    /** At most 512 characters. */
    String eventId();

    /** Merges; absent fields stay as they are. */
    record UpdateSession(String eventId, SessionSettings session) implements ClientEvent {}

    /** Asks the model to speak; {@code instructions} null continues the conversation as configured. */
    record CreateResponse(String eventId, String instructions) implements ClientEvent {}

    /** Stops a response; {@code responseId} null stops whichever is active. */
    record CancelResponse(String eventId, String responseId) implements ClientEvent {}

    /** Cuts what is being played to the caller. */
    record ClearPlayback(String eventId) implements ClientEvent {}

    /** A tool's output, for the model to go on with; {@code itemId} names the item that it becomes, null leaves that to the server. */
    record AnswerTool(String eventId, String itemId, String toolCallId, String output) implements ClientEvent {}

    /** A system message at the end of the conversation. */
    record AddNote(String eventId, String itemId, String text) implements ClientEvent {}

    record DeleteItem(String eventId, String itemId) implements ClientEvent {}

    record RetrieveItem(String eventId, String itemId) implements ClientEvent {}
}
