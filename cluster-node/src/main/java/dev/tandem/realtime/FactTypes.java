package dev.tandem.realtime;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tandem.protocol.call.CallEvent;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the kind of a fact where one is written as JSON. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@JacksonAnnotationsInside
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fact")
@JsonSubTypes({
    @JsonSubTypes.Type(CallEvent.SidebandAttached.class),
    @JsonSubTypes.Type(CallEvent.SidebandLost.class),
    @JsonSubTypes.Type(CallEvent.TranscriptGap.class),
    @JsonSubTypes.Type(CallEvent.TurnTranscribed.class),
    @JsonSubTypes.Type(CallEvent.TurnUntranscribed.class),
    @JsonSubTypes.Type(CallEvent.TurnInterrupted.class),
    @JsonSubTypes.Type(CallEvent.TurnTimed.class),
    @JsonSubTypes.Type(CallEvent.UsageRecorded.class),
    @JsonSubTypes.Type(CallEvent.ToolRequested.class),
    @JsonSubTypes.Type(CallEvent.ToolAnswered.class),
    @JsonSubTypes.Type(CallEvent.ToolAbandoned.class),
    @JsonSubTypes.Type(CallEvent.DtmfReceived.class)
})
@interface FactTypes {}
