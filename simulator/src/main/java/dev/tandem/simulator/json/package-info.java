/** JSON as trees: the one mapper and the few reading rules every other package shares. */
package dev.tandem.simulator.json;
