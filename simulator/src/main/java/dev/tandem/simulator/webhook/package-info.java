/** Signed webhooks, delivered and repeated the way the vendor does it. */
package dev.tandem.simulator.webhook;
