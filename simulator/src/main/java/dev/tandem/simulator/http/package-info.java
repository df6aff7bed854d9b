/** HTTP on one port: requests in, answers out, nothing of the vendor's protocol. */
package dev.tandem.simulator.http;
