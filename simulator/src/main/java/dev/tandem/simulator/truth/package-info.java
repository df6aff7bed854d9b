/** What really happened, written down by the side that made it happen. */
package dev.tandem.simulator.truth;
