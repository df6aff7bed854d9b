package dev.tandem.launcher.faults.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The faults of one play of a scenario, in the order of their times; the same seed gives the same one.
 *
 * @param scenario whose faults
 * @param seed what else the play decides by chance comes from it too
 */
public record Schedule(String scenario, long seed, List<Fault> faults) {
    private static final int SHOWN = 8;
    private static final ObjectMapper JSON = new ObjectMapper()
            .setSerializationInclusion(JsonInclude.Include.NON_NULL)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** Ordered by time. */
    public Schedule {
        faults = faults.stream().sorted(Comparator.comparingLong(Fault::atMs)).toList();
    }

    /** Of one scenario. */
    public static Schedule of(String scenario, long seed, Fault... faults) {
        return new Schedule(scenario, seed, List.of(faults));
    }

    /** The schedules of a file that {@link #write} wrote. */
    public static List<Schedule> read(Path file) {
        try {
            return List.of(JSON.readValue(file.toFile(), Schedule[].class));
        } catch (IOException e) {
            throw new Unable("The schedule " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Writes them so that they can be played again. */
    public static void write(List<Schedule> schedules, Path file) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            Files.writeString(
                    file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schedules) + System.lineSeparator());
        } catch (IOException e) {
            throw new Unable("The schedule " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** One line for people. */
    public String text() {
        return faults.isEmpty()
                ? "no fault planned"
                : faults.stream().limit(SHOWN).map(Fault::text).collect(Collectors.joining("; "))
                        + (faults.size() > SHOWN ? "; and " + (faults.size() - SHOWN) + " more" : "");
    }
}
