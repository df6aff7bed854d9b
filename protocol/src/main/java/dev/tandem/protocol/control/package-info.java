/** The bodies of the provider's REST requests about one call. */
package dev.tandem.protocol.control;
