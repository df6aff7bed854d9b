/** Which faults happen when: seeded, printed, written to a file and read from one. */
package dev.tandem.launcher.faults.schedule;
