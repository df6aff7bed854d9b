package dev.tandem.protocol.api;

import java.util.List;

/** One page of calls, newest first, without transcripts; {@code nextCursor} null on the last page. */
public record CallPage(List<CallView> calls, String nextCursor) {}
