/** The people on the line: what they say, in which order and how fast. */
package dev.tandem.simulator.caller;
