package dev.tandem.persistence.journal;

import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Call events as Jackson CBOR with its migrations, except that bytes which cannot be read become {@link Unreadable}: read by tag,
 * one such event would otherwise stop the projections of all calls of its slice.
 */
public final class CallEventSerializer extends SerializerWithStringManifest {

    /** Stored with every event, never changed; below 40 are Pekko's own. */
    private static final int IDENTIFIER = 7301;

    /** Pekko's identifier of jackson-cbor. */
    private static final int JACKSON_CBOR = 33;

    private final ExtendedActorSystem system;

    /** Called by Pekko, by name. */
    public CallEventSerializer(ExtendedActorSystem system) {
        this.system = system;
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object event) {
        return cbor().manifest(event);
    }

    @Override
    public byte[] toBinary(Object event) {
        return cbor().toBinary(event);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        try {
            return cbor().fromBinary(bytes, manifest);
        } catch (Exception e) {
            // Scala declares no checked exceptions: Jackson's come through undeclared.
            return new Unreadable(manifest, e.getClass().getSimpleName());
        }
    }

    /** Looked up when used: serializers are made before the extension that knows them is. */
    private SerializerWithStringManifest cbor() {
        return (SerializerWithStringManifest)
                SerializationExtension.get(system).serializerByIdentity().apply(JACKSON_CBOR);
    }
}
