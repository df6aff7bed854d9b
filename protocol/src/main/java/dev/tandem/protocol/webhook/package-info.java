/** Signed deliveries: who sent them, what they say, and whom the caller dialled. */
package dev.tandem.protocol.webhook;
