package dev.tandem.simulator.call;

/** What a response tells its starter. */
interface ResponseEnding {
    /** The planned moment for the caller to barge in has come; the caller's voice then cuts the response. */
    void bargeInDue();

    /** response.done was sent, the audio may still play; not after a barge-in. */
    void generated();

    /** The client cancelled it before it was generated; {@link #played} follows. */
    void cancelled();

    /** The caller has heard all of it; not after a barge-in. */
    void played();
}
