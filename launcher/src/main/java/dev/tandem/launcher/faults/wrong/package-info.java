/** Builds of Tandem that lack a safeguard, each made from a patch in a scratch copy; the suite must see through every one. */
package dev.tandem.launcher.faults.wrong;
