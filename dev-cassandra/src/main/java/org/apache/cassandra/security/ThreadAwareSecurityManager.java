package org.apache.cassandra.security;

import java.security.PermissionCollection;
import java.security.Permissions;

/**
 * Stands in for Cassandra's class of this name on a JDK that has no security manager any more (24 and later), where it lies earlier on
 * the child's class path. It guards nothing: user-defined functions run unconfined, which is why it serves development only.
 */
public final class ThreadAwareSecurityManager {
    /** The permissions of a function's code: none, as in the original. */
    public static final PermissionCollection noPermissions = new Permissions();

    static {
        noPermissions.setReadOnly();
    }

    private ThreadAwareSecurityManager() {}

    /** Installs nothing: there is nothing to install into. */
    public static void install() {}

    /** Says that no thread is confined. */
    public static boolean isSecuredThread() {
        return false;
    }
}
