package dev.tandem.tenant;

import dev.tandem.agent.DevelopmentHosts;
import dev.tandem.agent.Secrets;

/**
 * What tenants' files are read against.
 *
 * @param concurrentCalls the most calls of a tenant whose file does not say
 * @param allCalls the most calls of all tenants together, which the guarantees must fit into
 * @param development hosts that tools may reach although they are not on the public internet
 * @param secrets where references in headers are looked up
 */
public record TenantDefaults(int concurrentCalls, int allCalls, DevelopmentHosts development, Secrets secrets) {}
