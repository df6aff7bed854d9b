/** Networks that can be cut: namespaces where root allows, a proxy of ours elsewhere. */
package dev.tandem.launcher.faults.network;
