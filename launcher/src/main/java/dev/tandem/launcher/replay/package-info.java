/** Rebuilds what a call was from its journal alone. */
package dev.tandem.launcher.replay;
