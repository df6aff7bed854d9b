package dev.tandem.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    @Test
    void each_node_has_a_line_and_the_last_one_says_how_full_the_cluster_is() throws Exception {
        assertThat(StatusText.lines(new ObjectMapper().readTree("""
                        {"nodes":[
                          {"node":1,"pid":11,"state":"running","ready":true,"reasons":[],"active_calls":3,"address":"127.0.0.1:25520","operator":"http://127.0.0.1:8081"},
                          {"node":2,"pid":12,"state":"starting","ready":false,"reasons":["Not a member."],"active_calls":null,"address":"127.0.0.1:25530","operator":"http://127.0.0.1:8091"},
                          {"node":3,"pid":null,"state":"down","ready":false,"reasons":[],"active_calls":null,"address":"127.0.0.1:25540","operator":"http://127.0.0.1:8101"}],
                         "concurrency":{"global":{"in_use":7,"limit":50},"tenants":[{"tenant":"acme","in_use":4,"limit":10}]},"concurrency_by":1}
                        """)))
                .containsExactly(
                        "node  pid      state     ready  calls  address          operator API",
                        "1     11       running   yes    3      127.0.0.1:25520  http://127.0.0.1:8081",
                        "2     12       starting  no     -      127.0.0.1:25530  http://127.0.0.1:8091  Not a member.",
                        "3     -        down      no     -      127.0.0.1:25540  http://127.0.0.1:8101",
                        "Calls 7 of 50; acme 4 of 10 (as node 1 tells).");
    }
}
