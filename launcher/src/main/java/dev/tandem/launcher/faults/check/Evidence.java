package dev.tandem.launcher.faults.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.launcher.faults.truth.History;
import java.util.List;
import java.util.Map;

/**
 * Everything that one play of a scenario is judged by.
 *
 * @param history the truth: what the simulator wrote down
 * @param calls what the nodes' API says of each offered call, by its id; a call that it does not know is absent
 * @param concurrency what each node said of slots after everything had come to rest
 * @param journal what Cassandra holds
 * @param terms what was configured
 * @param clockOffsetMs the wall's clock at millisecond 0 of the history
 */
public record Evidence(
        History history,
        Map<String, JsonNode> calls,
        List<JsonNode> concurrency,
        Journal journal,
        Terms terms,
        long clockOffsetMs) {}
