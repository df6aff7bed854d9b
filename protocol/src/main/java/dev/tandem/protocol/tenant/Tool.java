package dev.tandem.protocol.tenant;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;

/** Something the model may ask for during a call. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Tool.Http.class, name = "http"),
    @JsonSubTypes.Type(value = Tool.EndCall.class, name = "end_call"),
    @JsonSubTypes.Type(value = Tool.TransferCall.class, name = "transfer_call")
})
public sealed interface Tool {

    String name();

    String description();

    /**
     * A request to the tenant's own service.
     *
     * @param headers values may hold references such as {@code ${env:NAME}}, resolved only when the request is sent
     * @param parameters JSON Schema of the arguments, or null when it takes none
     */
    record Http(
            String name,
            String description,
            String method,
            String url,
            Map<String, String> headers,
            Duration timeout,
            Effect effect,
            JsonNode parameters)
            implements Tool {

        public Http {
            // Jackson reads an absent node back as a JSON null; a document must equal itself after it was stored.
            parameters = parameters == null || parameters.isNull() ? null : parameters;
        }
    }

    /** Ends the call once the agent has finished speaking. */
    record EndCall(String name, String description) implements Tool {}

    /**
     * Transfers the caller out of the call.
     *
     * @param targets what the model may choose by name: tel: or sip: addresses
     */
    record TransferCall(String name, String description, Map<String, String> targets) implements Tool {}

    /** What running a tool twice would do. */
    enum Effect {
        /** Nothing changes; may run again freely. */
        READ,
        /** The same key has the same effect; may run again with the same Idempotency-Key. */
        IDEMPOTENT,
        /** Must not run twice; after a crash its outcome is unknown. */
        ONCE
    }
}
