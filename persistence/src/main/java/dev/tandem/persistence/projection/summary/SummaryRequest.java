package dev.tandem.persistence.projection.summary;

import dev.tandem.protocol.api.CallView.TranscriptLine;
import java.util.List;

/** One call to be summarised: its transcript in order. */
public record SummaryRequest(String callId, List<TranscriptLine> transcript) {}
