/** Whose calls are answered, and how: tenants with their numbers, limits and agents, read from files at start. */
package dev.tandem.tenant;
