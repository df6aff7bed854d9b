/** The vendor's server events as JSON, field for field. */
package dev.tandem.simulator.event;
