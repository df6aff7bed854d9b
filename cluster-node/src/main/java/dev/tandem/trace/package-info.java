/** What a call did, as OpenTelemetry traces: spans made from its journal's events, with the conventions' names in one place. */
package dev.tandem.trace;
