/** The ways of going wrong, one class each. */
package dev.tandem.launcher.faults.scenario;
