package dev.tandem.node.doctor;

import java.util.List;

/** One thing that is looked at; it may block, and never throws for what it finds. */
@FunctionalInterface
interface Check {
    List<Finding> look();
}
