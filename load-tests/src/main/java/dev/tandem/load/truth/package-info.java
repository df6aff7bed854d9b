/** What the simulator says really happened, held against what the API shows. */
package dev.tandem.load.truth;
