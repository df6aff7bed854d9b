package dev.tandem.protocol.tenant;

import java.util.List;

/**
 * A company whose calls are answered.
 *
 * @param numbers the dialled numbers it owns, E.164
 * @param concurrentCalls the most calls it may have at one time
 * @param guaranteedCalls how many of all calls are kept for it, whether it uses them or not; 0 for none
 * @param agentVersion identifies the agent document: the first 12 hex digits of its SHA-256
 */
public record Tenant(
        String id,
        String name,
        List<String> numbers,
        int concurrentCalls,
        int guaranteedCalls,
        String agentVersion,
        Agent agent) {}
