/** {@code ./tandem load}: starts what is missing, runs a simulation of the load-tests module against it, tells the verdict. */
package dev.tandem.launcher.load;
