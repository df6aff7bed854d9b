/** What goes wrong on purpose: at REST, at the handshake, on the wire, in the services beside the call. */
package dev.tandem.simulator.fault;
