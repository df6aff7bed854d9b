/** Where scenarios play: nodes in processes of their own, Cassandra, the simulator, and what may be done to them. */
package dev.tandem.launcher.faults.arena;
