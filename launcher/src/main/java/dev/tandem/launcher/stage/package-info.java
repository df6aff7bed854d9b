/** The processes of one machine: Cassandra, the simulator, one node or many, a load balancer; started in order, ended in the opposite one. */
package dev.tandem.launcher.stage;
