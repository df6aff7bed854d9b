package dev.tandem.node.doctor;

import java.util.List;

/** Whether this Java can run a node. */
record JavaCheck(Runtime.Version version, String vendor) implements Check {

    private static final String SUBJECT = "Java";
    private static final int NEEDED = 21;
    private static final int TRIED = 25;

    static JavaCheck ofProcess() {
        return new JavaCheck(Runtime.version(), System.getProperty("java.vendor"));
    }

    @Override
    public List<Finding> look() {
        String what = version.feature() + " (" + vendor + ")";
        if (version.feature() < NEEDED) {
            return List.of(Finding.fail(
                    SUBJECT, what + " is too old: install " + NEEDED + " or newer and set TANDEM_JAVA_HOME to it."));
        }
        return List.of(
                version.feature() < TRIED
                        ? Finding.ok(SUBJECT, what + "; it will do, " + TRIED + " is what is run most.")
                        : Finding.ok(SUBJECT, what));
    }
}
