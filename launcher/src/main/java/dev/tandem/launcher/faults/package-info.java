/** The fault suite: breaks a cluster on purpose and judges it by what the simulator wrote down. */
package dev.tandem.launcher.faults;
