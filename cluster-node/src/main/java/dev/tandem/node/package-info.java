/** Starts a node and joins its parts: settings, wiring, readiness, and what is told of its calls to logs, metrics and live feed. */
package dev.tandem.node;
