/** A viewer for the calls of a running node. */
package dev.tandem.launcher.calls;
