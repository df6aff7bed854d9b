/** A simulated call: its SIP leg, its session, its conversation and the two who talk. */
package dev.tandem.simulator.call;
