/** One call's journal: its facts and the values in them. */
package dev.tandem.protocol.call;
