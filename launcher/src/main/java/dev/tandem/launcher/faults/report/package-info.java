/** What a run of the suite found, for people and for programs. */
package dev.tandem.launcher.faults.report;
