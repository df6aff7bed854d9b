/** The vendor's REST endpoints: call control and the responses that summarise calls. */
package dev.tandem.simulator.rest;
