package dev.tandem.admission;

/** How many calls may be live at one time; read anew for every decision, so a changed limit holds from the next one. */
public interface Limits {

    int global();

    /** The tenant's own limit; 0 for a tenant that no longer exists. */
    int tenant(String tenant);
}
