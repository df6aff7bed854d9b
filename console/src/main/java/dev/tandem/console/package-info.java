/** The operator's web console as files: what a browser loads, and nothing that runs in a node. */
package dev.tandem.console;
