/** Everything on one machine: starts the processes, plays calls, shows the verdict, stops what it started. */
package dev.tandem.launcher.demo;
