/** The calls that this run has placed, and when their webhooks went out. */
package dev.tandem.load.calls;
