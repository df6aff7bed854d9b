/** The simulator's history, read. */
package dev.tandem.launcher.faults.truth;
