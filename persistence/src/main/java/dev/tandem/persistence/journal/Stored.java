package dev.tandem.persistence.journal;

/** Marks what is written to a journal or snapshot of ours other than a call's events; bound to Jackson CBOR. */
public interface Stored {}
