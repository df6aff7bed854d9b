package dev.tandem.protocol.call;

/** One SIP header of the INVITE as the carrier passed it on: untrusted, order and repeats kept. */
public record SipHeader(String name, Personal value) {}
