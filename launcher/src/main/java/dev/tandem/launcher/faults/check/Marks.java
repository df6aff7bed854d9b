package dev.tandem.launcher.faults.check;

import dev.tandem.launcher.faults.truth.History;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.faults.truth.Line;
import dev.tandem.launcher.faults.truth.Stretch;
import java.util.ArrayList;
import java.util.List;

/** What the suite did to the cluster, as it wrote it into the history at that moment. */
public final class Marks {
    private static final String AWAY = "away ";
    private static final String BACK = "back ";
    private static final String CRASH = "crash ";

    private Marks() {}

    /** Whoever listens at this webhook URL does not, from now on. */
    public static String away(String webhookUrl) {
        return AWAY + webhookUrl;
    }

    /** It listens again. */
    public static String back(String webhookUrl) {
        return BACK + webhookUrl;
    }

    /** A process was killed. */
    public static String crash(String what) {
        return CRASH + what;
    }

    /** When nobody listened at this webhook URL. */
    public static List<Stretch> away(History history, String webhookUrl) {
        List<Stretch> stretches = new ArrayList<>();
        long since = -1;
        for (Line mark : history.of(Kind.MARK)) {
            if (mark.text("text").equals(away(webhookUrl)) && since < 0) {
                since = mark.tMs();
            } else if (mark.text("text").equals(back(webhookUrl)) && since >= 0) {
                stretches.add(new Stretch(since, mark.tMs()));
                since = -1;
            }
        }
        if (since >= 0) {
            stretches.add(new Stretch(since, Long.MAX_VALUE));
        }
        return stretches;
    }

    /** How many processes were killed. */
    public static long crashes(History history) {
        return history.stream(Kind.MARK)
                .filter(mark -> mark.text("text").startsWith(CRASH))
                .count();
    }
}
