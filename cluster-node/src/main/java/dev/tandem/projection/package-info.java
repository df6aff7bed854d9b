/** Wires what runs after calls: the projections over the call journal and the sweep under them. Nothing is decided here. */
package dev.tandem.projection;
