package dev.tandem.persistence.projection.summary;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.List;

/** {@code tandem.summary}, parsed; a value that cannot be used fails naming its key. */
public record SummarySettings(
        String model,
        String baseUrl,
        String apiKey,
        Duration requestTimeout,
        int tries,
        List<Duration> backOff,
        int parallelism,
        int queue,
        Duration leaseMargin,
        int maxTranscript,
        int maxOutputTokens,
        Duration sweepEvery,
        Duration sweepUnseenEnd,
        int sweepLimit) {

    public static SummarySettings of(Config summary) {
        SummarySettings settings = new SummarySettings(
                summary.getString("model"),
                summary.getString("base-url").replaceFirst("/+$", ""),
                summary.getString("api-key"),
                summary.getDuration("request-timeout"),
                atLeastOne(summary, "tries"),
                summary.getDurationList("back-off"),
                atLeastOne(summary, "parallelism"),
                atLeastOne(summary, "queue"),
                summary.getDuration("lease-margin"),
                atLeastOne(summary, "max-transcript"),
                atLeastOne(summary, "max-output-tokens"),
                summary.getDuration("sweep.every"),
                summary.getDuration("sweep.unseen-end"),
                atLeastOne(summary, "sweep.limit"));
        if (settings.backOff.isEmpty()) {
            throw new ConfigException.BadValue(summary.origin(), "tandem.summary.back-off", "names no pause");
        }
        return settings;
    }

    /** The pause after that many failed tries. */
    Duration pauseAfter(int failed) {
        return backOff.get(Math.min(failed, backOff.size()) - 1);
    }

    private static int atLeastOne(Config summary, String key) {
        int value = summary.getInt(key);
        if (value < 1) {
            throw new ConfigException.BadValue(summary.origin(), "tandem.summary." + key, "is below 1");
        }
        return value;
    }

    /** The key stays out of every log. */
    @Override
    public String toString() {
        return "SummarySettings[model=" + model + ", baseUrl=" + baseUrl + "]";
    }
}
