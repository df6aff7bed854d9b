/** What a run is to do, and to whom. */
package dev.tandem.load.plan;
