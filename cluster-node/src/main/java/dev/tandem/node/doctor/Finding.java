package dev.tandem.node.doctor;

/** What one check found, as a line to read: how bad it is, what it is about, and what to do. */
record Finding(Level level, String subject, String text) {

    enum Level {
        OK,
        WARN,
        FAIL
    }

    static Finding ok(String subject, String text) {
        return new Finding(Level.OK, subject, text);
    }

    static Finding warn(String subject, String text) {
        return new Finding(Level.WARN, subject, text);
    }

    static Finding fail(String subject, String text) {
        return new Finding(Level.FAIL, subject, text);
    }

    /** One line, whatever a message from elsewhere holds. */
    @Override
    public String toString() {
        return String.format("%-5s %-14s %s", level, subject, text.replaceAll("\\s*\\R\\s*", " "));
    }
}
