/** The HTTP services behind the agent's tools, so that a tool call does something real. */
package dev.tandem.simulator.tools;
