package dev.tandem.persistence.journal;

/** Stands for a stored event this version cannot read; its call's journal is not read, other calls are not held up. */
public record Unreadable(String manifest, String reason) {}
