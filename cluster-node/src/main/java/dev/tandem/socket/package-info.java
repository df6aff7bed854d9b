/** WebSockets on Netty behind one small port: open, send, hear, be told how it ended. Nothing of any provider's protocol. */
package dev.tandem.socket;
