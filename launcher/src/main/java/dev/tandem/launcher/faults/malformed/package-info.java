/** Inputs that nobody should send, and a client that sends them all the same. */
package dev.tandem.launcher.faults.malformed;
