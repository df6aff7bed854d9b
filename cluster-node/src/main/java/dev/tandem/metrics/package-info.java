/** What is counted and what is shown while it happens: Prometheus meters and the node's live feed. */
package dev.tandem.metrics;
