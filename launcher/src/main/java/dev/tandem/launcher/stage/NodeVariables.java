package dev.tandem.launcher.stage;

import java.util.Map;

/** Environment variables of one node beside those of all; asked anew at each of its starts, so that they may change in between. */
@FunctionalInterface
public interface NodeVariables {
    /** No more than all have. */
    NodeVariables NONE = number -> Map.of();

    /** Of the node with this number, from 1. They win over the usual ones. */
    Map<String, String> of(int number);
}
