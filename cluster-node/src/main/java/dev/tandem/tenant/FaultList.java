package dev.tandem.tenant;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;

/** Gathers the faults of one file, so that all of them are told at once. */
final class FaultList {

    /** Beyond this a file is not a tenant's file with faults but something else. */
    private static final int MAX = 500;

    private final String file;
    private final List<Fault> faults = new ArrayList<>();

    FaultList(String file) {
        this.file = file;
    }

    void add(Mark mark, String field, String message) {
        add(mark.getLine() + 1, mark.getColumn() + 1, field, message);
    }

    void add(int line, int column, String field, String message) {
        if (faults.size() < MAX) {
            faults.add(new Fault(file, line, column, field, message));
        } else if (faults.size() == MAX) {
            faults.add(
                    new Fault(file, line, column, "", "has more than " + MAX + " faults; the others are not listed"));
        }
    }

    String file() {
        return file;
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    /** In the order of the file. */
    List<Fault> all() {
        return faults.stream()
                .sorted(Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column))
                .toList();
    }
}
