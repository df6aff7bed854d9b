/** Load on a deployed Tandem and the simulator, from outside: HTTP and server-sent events alone, no class of theirs. */
package dev.tandem.load;
