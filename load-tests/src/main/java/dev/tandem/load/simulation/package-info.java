/** What Gatling runs. */
package dev.tandem.load.simulation;
