/** Talks to a node and to the simulator as any client would: JSON over HTTP, server-sent events. */
package dev.tandem.launcher.api;
