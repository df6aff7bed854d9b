package dev.tandem.launcher.check;

/** One way in which a transcript is not what was said. */
public sealed interface Difference {
    /** The item it is about. */
    String itemId();

    /** One clause for people; never the words of the call. */
    String explanation();

    /** Said, but not in the transcript. */
    record Missing(String itemId) implements Difference {
        @Override
        public String explanation() {
            return "is missing";
        }
    }

    /** In the transcript, but never said or never delivered. */
    record NeverSaid(String itemId) implements Difference {
        @Override
        public String explanation() {
            return "was never said";
        }
    }

    /** More than once in the transcript. */
    record Repeated(String itemId) implements Difference {
        @Override
        public String explanation() {
            return "appears more than once";
        }
    }

    /** Not in the place where it was said, counted from 0 among the items that are neither missing nor too many. */
    record Misplaced(String itemId, int said, int found) implements Difference {
        @Override
        public String explanation() {
            return "was turn " + said + " and stands as turn " + found;
        }
    }

    /** Another's words. */
    record WrongSpeaker(String itemId, String said, String found) implements Difference {
        @Override
        public String explanation() {
            return "was said by the " + said + " and is given to the " + found;
        }
    }

    /** Differs in its UTF-8 bytes, first at {@code at}. */
    record WrongText(String itemId, int at) implements Difference {
        @Override
        public String explanation() {
            return "differs from byte " + at;
        }
    }

    /** Marked as interrupted when it was not, or the other way round. */
    record WrongInterruption(String itemId, boolean said) implements Difference {
        @Override
        public String explanation() {
            return said ? "was interrupted, unmarked" : "is marked as interrupted and was not";
        }
    }
}
