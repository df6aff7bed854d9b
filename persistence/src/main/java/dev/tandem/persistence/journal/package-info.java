/**
 * How events are stored: Jackson CBOR by {@link dev.tandem.persistence.journal.CallEventSerializer}, bound in {@code
 * reference.conf}, read by persistence id.
 *
 * <p>The stored form of every event is fixed by golden bytes in the tests. Adding a component that may be absent needs
 * nothing: old bytes read it as null or zero, and a golden file of the new version is added beside the old one. Renaming or
 * removing a component, or renaming an event, needs a {@code JacksonMigration} in this package, named in
 * {@code reference.conf} under {@code pekko.serialization.jackson.migrations} by the event's class name; the stored manifest
 * then carries {@code #version}.
 */
package dev.tandem.persistence.journal;
