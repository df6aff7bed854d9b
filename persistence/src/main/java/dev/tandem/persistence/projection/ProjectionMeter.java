package dev.tandem.persistence.projection;

import java.time.Duration;

/** Where projections report what is counted; called from any thread, returns at once. */
public interface ProjectionMeter {

    /** Counts nothing. */
    ProjectionMeter NONE = new ProjectionMeter() {
        @Override
        public void projected(Duration lag) {}

        @Override
        public void quarantined(String projection) {}

        @Override
        public void summarized(String state) {}

        @Override
        public void summaryTryFailed() {}
    };

    /** A lifecycle event was handled; {@code lag} since it was journalled. */
    void projected(Duration lag);

    /** A call was passed over by a projection. */
    void quarantined(String projection);

    /** A summary was settled: {@code ready} or {@code failed}. */
    void summarized(String state);

    /** A try of a summary failed. */
    void summaryTryFailed();
}
