/** One call: every decision from offer to end as pure states, and the sharded entity that journals and performs them. */
package dev.tandem.call;
