/** What is said on a sideband, in both directions, and how a session is set up. */
package dev.tandem.protocol.realtime;
