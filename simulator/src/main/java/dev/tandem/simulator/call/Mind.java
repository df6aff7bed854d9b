package dev.tandem.simulator.call;

import dev.tandem.simulator.event.ErrorDetail;
import java.util.Optional;

/** Decides what the agent says or does next. */
interface Mind {
    /** A client came. */
    void attached();

    /** The client asks for a response in the default conversation; none is active. */
    Optional<ErrorDetail> responseCreate(Terms terms);

    /** A response contained a function call, or asks for an approval. */
    void functionCalled(String callId);

    /** The client gave the output of a function call, or its word on an approval. */
    void answered(String callId);

    /** The caller's words were committed by voice activity detection, and the session answers by itself. */
    void spokenTo();

    /** The caller has said nothing for the session's idle time; its empty turn is committed. */
    void silence();

    /** Whether nothing can go on before the client does something. */
    boolean awaitsClient();

    /** Whether a response was decided on and has not begun. */
    boolean isAboutToRespond();
}
