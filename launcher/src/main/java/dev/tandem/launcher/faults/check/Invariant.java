package dev.tandem.launcher.faults.check;

import java.util.List;

/** One of the promises that hold under every fault. */
public interface Invariant {
    /** I1 to I9. */
    String name();

    /** What is promised, in one sentence. */
    String promise();

    /** Every way in which it was not kept; empty when it was. */
    List<Violation> violations(Evidence evidence);
}
