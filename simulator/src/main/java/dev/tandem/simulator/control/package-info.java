/** The simulator's own API: offer calls, arm faults, read the truth. */
package dev.tandem.simulator.control;
