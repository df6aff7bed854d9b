/**
 * What is made of calls beside their journal. A moved call is only named: its whole journal is read by persistence id, and what
 * follows from it is written; so late, repeated and missed moves do no harm. A new projection is a package here with a
 * {@link dev.tandem.persistence.projection.CallProjection}, its CQL file and a line where projections are wired.
 */
package dev.tandem.persistence.projection;
