/** The nine invariants and the evidence they are held against; shares no code with the product. */
package dev.tandem.launcher.faults.check;
