/** Figures: percentiles, processes, the nodes' own metrics. */
package dev.tandem.load.measure;
