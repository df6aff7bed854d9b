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
    private static final String LEAVING = "leaving ";
    private static final String CRASH = "crash ";
    private static final String SLOW = "slow ";
    private static final String CUT_OFF = "cut off ";

    /** Ends the mark of a process that ended without being killed. */
    public static final String BY_ITSELF = " by itself";

    /** Leaving takes a node so long at the most; its port is closed before the end. */
    private static final long ON_ITS_WAY_OUT_MS = 20_000;

    /** In place of a webhook URL. */
    public static final String SIMULATOR = "simulator";

    private Marks() {}

    /** Whoever listens at this webhook URL does not, from now on. */
    public static String away(String webhookUrl) {
        return AWAY + webhookUrl;
    }

    /** Whoever listens at this webhook URL was asked to leave. */
    public static String leaving(String webhookUrl) {
        return LEAVING + webhookUrl;
    }

    /** It listens again. */
    public static String back(String webhookUrl) {
        return BACK + webhookUrl;
    }

    /** A process was killed. */
    public static String crash(String what) {
        return CRASH + what;
    }

    /** Whoever listens there answered even the least question only after so long. */
    public static String slow(String whose, long tookMs) {
        return SLOW + tookMs + " " + whose;
    }

    /** A node is cut off, in some way, from others. */
    public static String cutOff(Object how, Object node) {
        return CUT_OFF + node + " " + how;
    }

    /** When a node stopped to hear or to be heard, or ended: a sideband it held may be open at the provider, and yet nobody listens. */
    public static List<Long> deaf(History history) {
        return history.stream(Kind.MARK)
                .filter(mark ->
                        mark.text("text").startsWith(AWAY) || mark.text("text").startsWith(CUT_OFF))
                .map(Line::tMs)
                .toList();
    }

    /** How long the least question took at the worst around that time, at this webhook URL or at the simulator; 0 when that was nothing. */
    public static long slow(History history, String webhookUrl, Stretch when) {
        long worst = 0;
        for (Line mark : history.of(Kind.MARK)) {
            String[] words = mark.text("text").split(" ", 3);
            if (words.length == 3
                    && SLOW.startsWith(words[0])
                    && (words[2].equals(webhookUrl) || words[2].equals(SIMULATOR))) {
                long took = Long.parseLong(words[1]);
                if (when.meets(new Stretch(mark.tMs() - took, mark.tMs()))) {
                    worst = Math.max(worst, took);
                }
            }
        }
        return worst;
    }

    /** When nobody listened at this webhook URL. */
    public static List<Stretch> away(History history, String webhookUrl) {
        return between(history, away(webhookUrl), back(webhookUrl));
    }

    /** When whoever listened at this webhook URL was leaving, or gone. */
    public static List<Stretch> leaving(History history, String webhookUrl) {
        return between(history, leaving(webhookUrl), back(webhookUrl));
    }

    /** When whoever listened at this webhook URL was ending itself, as a node does that the others put out of the cluster. */
    public static List<Stretch> endingItself(History history, String webhookUrl) {
        List<Stretch> stretches = new ArrayList<>();
        Line last = null;
        for (Line mark : history.of(Kind.MARK)) {
            String text = mark.text("text");
            if (last != null && text.endsWith(BY_ITSELF) && last.text("text").equals(away(webhookUrl))) {
                stretches.add(new Stretch(last.tMs() - ON_ITS_WAY_OUT_MS, last.tMs()));
            }
            last = mark;
        }
        return stretches;
    }

    private static List<Stretch> between(History history, String first, String last) {
        List<Stretch> stretches = new ArrayList<>();
        long since = -1;
        for (Line mark : history.of(Kind.MARK)) {
            if (mark.text("text").equals(first) && since < 0) {
                since = mark.tMs();
            } else if (mark.text("text").equals(last) && since >= 0) {
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
