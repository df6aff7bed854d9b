package dev.tandem.protocol.call;

/** Who brings calls to us. */
public enum Carrier {
    OPENAI_SIP
}
