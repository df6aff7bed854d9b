/** Several nodes on one machine: a supervisor in one terminal that owns them, and the commands that steer it from another. */
package dev.tandem.launcher.cluster;
