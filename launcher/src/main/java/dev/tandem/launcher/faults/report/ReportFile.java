package dev.tandem.launcher.faults.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The verdicts of a run as JSON: {@code {"passed":..., "verdicts":[...]}}. */
public final class ReportFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportFile() {}

    /**
     * Writes it; a run that is broken off leaves what it had by then.
     *
     * @param passed of the run: a play that was given a second chance is among the verdicts and does not count
     */
    public static void write(List<Verdict> verdicts, boolean passed, Path file) {
        ObjectNode report = JSON.createObjectNode();
        report.put("passed", passed);
        report.set("verdicts", JSON.valueToTree(verdicts));
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            Files.writeString(file, report.toPrettyString() + System.lineSeparator());
        } catch (IOException e) {
            throw new Unable("The report " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
