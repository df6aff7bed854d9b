/** What the callers of a run say. */
package dev.tandem.load.feed;
