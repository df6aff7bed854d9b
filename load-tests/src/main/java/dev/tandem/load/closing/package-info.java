/** The end of a run: waits for its calls, asks for the truth, gives the verdict. */
package dev.tandem.load.closing;
