/**
 * What is made of calls beside their journal. Lifecycle tags only wake: each wake reads the call's whole journal by persistence
 * id and writes what follows from it, so late, repeated and missed wakes do no harm. A new projection is a package here with a
 * {@link dev.tandem.persistence.projection.CallProjection}, its CQL file and a line where projections are wired.
 */
package dev.tandem.persistence.projection;
