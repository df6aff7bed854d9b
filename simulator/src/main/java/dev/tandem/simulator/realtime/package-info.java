/** The sideband WebSocket: handshake, frames, client events. */
package dev.tandem.simulator.realtime;
