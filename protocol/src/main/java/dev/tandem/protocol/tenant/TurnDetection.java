package dev.tandem.protocol.tenant;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How the model decides that the caller has finished; null components leave the provider's default. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
    @JsonSubTypes.Type(value = TurnDetection.ServerVad.class, name = "server_vad"),
    @JsonSubTypes.Type(value = TurnDetection.SemanticVad.class, name = "semantic_vad")
})
public sealed interface TurnDetection {

    Boolean interruptResponse();

    /** By silence. The SIP accept takes no threshold, prefix or silence length, so none are here. */
    record ServerVad(Boolean interruptResponse, Integer idleTimeoutMs) implements TurnDetection {}

    /** By meaning; eagerness low, medium, high or auto. */
    record SemanticVad(Boolean interruptResponse, String eagerness) implements TurnDetection {}
}
