/** A simulator of everything around a voice agent: the vendor's endpoints, the callers, the faults, the truth. */
package dev.tandem.simulator;
