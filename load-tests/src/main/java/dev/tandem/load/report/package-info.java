/** The verdict and the figures, for programs and for people. */
package dev.tandem.load.report;
