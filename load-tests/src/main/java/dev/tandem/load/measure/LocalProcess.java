package dev.tandem.load.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel of this machine tells of a process.
 *
 * @param cpuSeconds used since its start, by it and in the kernel for it
 * @param rssMb now
 * @param peakRssMb the most so far
 */
public record LocalProcess(double cpuSeconds, double rssMb, double peakRssMb) {
    /** USER_HZ, which Linux has fixed for programs. */
    private static final double TICKS_PER_SECOND = 100;

    private static final Pattern RSS = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

    /** Empty when it is not there, or this is no Linux. */
    public static Optional<LocalProcess> read(long pid) {
        return read(Path.of("/proc"), pid);
    }

    static Optional<LocalProcess> read(Path proc, long pid) {
        Path folder = proc.resolve(String.valueOf(pid));
        try {
            String stat = Files.readString(folder.resolve("stat"));
            String status = Files.readString(folder.resolve("status"));
            // The name may hold blanks and brackets; the fields after it do not.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            return Optional.of(
                    new LocalProcess(ticks / TICKS_PER_SECOND, megabytes(RSS, status), megabytes(PEAK, status)));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static double megabytes(Pattern field, String status) {
        Matcher line = field.matcher(status);
        return line.find() ? Long.parseLong(line.group(1)) / 1024.0 : Double.NaN;
    }
}
