package dev.tandem.metrics;

import java.util.Locale;

/** What became of a session whose call nobody owned any more. */
public enum OrphanAction {
    /** It was noticed, and the hang-up began. */
    FOUND,
    /** The provider answered: the call is over. */
    HUNG_UP,
    /** The provider could not be reached, again and again. */
    GIVEN_UP;

    String slug() {
        return name().toLowerCase(Locale.ROOT);
    }
}
