package dev.tandem.simulator.call;

/** One output item of a response while it is being made. */
interface OutputPart {
    /** Begins; the part asks its response for the next one when it is complete. */
    void begin();

    /** The response is cut off in the middle of it. */
    void breakOff();
}
