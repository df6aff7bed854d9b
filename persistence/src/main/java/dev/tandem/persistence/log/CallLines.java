package dev.tandem.persistence.log;

import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.MDC;

/** Puts a call's id and tenant on the lines that are logged about it; logback.xml writes them. */
public final class CallLines {

    static final String CALL = "call";
    static final String TENANT = "tenant";

    private CallLines() {}

    /** What an actor of that call has on its lines; {@code tenant} null while nobody knows. */
    public static Map<String, String> of(String callId, String tenant) {
        return tenant == null ? Map.of(CALL, callId) : Map.of(CALL, callId, TENANT, tenant);
    }

    /** Puts the tenant on this thread's lines, until whoever marked them for the call takes it all away. */
    public static void mark(String tenant) {
        set(TENANT, tenant);
    }

    /** The tenant on this thread's lines; null where there is none. */
    public static String tenantHere() {
        return MDC.get(TENANT);
    }

    /** Logs something about a call; what was on the thread's lines before is there again afterwards. */
    public static void about(String callId, String tenant, Runnable log) {
        about(callId, tenant, () -> {
            log.run();
            return null;
        });
    }

    /** Does something about a call, with its lines marked; what was on the thread's lines before is there again afterwards. */
    public static <T> T about(String callId, String tenant, Supplier<T> doing) {
        String callBefore = MDC.get(CALL);
        String tenantBefore = MDC.get(TENANT);
        set(CALL, callId);
        set(TENANT, tenant);
        try {
            return doing.get();
        } finally {
            set(CALL, callBefore);
            set(TENANT, tenantBefore);
        }
    }

    private static void set(String key, String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
