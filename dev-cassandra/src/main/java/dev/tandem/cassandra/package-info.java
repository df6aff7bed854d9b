/** A real Cassandra node in a child JVM, for development and tests only. */
package dev.tandem.cassandra;
