package dev.tandem.persistence.projection.registry;

import dev.tandem.protocol.api.CallView.SummaryView;
import java.math.BigDecimal;
import java.util.Map;

/** What a settled summary adds to a call's row in lists; {@code cost} is the whole call's, the summary included. */
public record SummaryEntry(SummaryView summary, Map<String, BigDecimal> cost) {}
