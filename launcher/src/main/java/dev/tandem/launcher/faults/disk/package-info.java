/** A disk that can be filled. */
package dev.tandem.launcher.faults.disk;
