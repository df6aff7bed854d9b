/** What an agent may do during a call: the tools it runs, what they may reach, and how often. */
package dev.tandem.agent;
