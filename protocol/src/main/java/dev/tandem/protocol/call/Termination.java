package dev.tandem.protocol.call;

/** How a call ended: one reason, which implies one of three results. */
public enum Termination {
    AGENT_ENDED(Result.FINISHED),
    CALLER_LEFT(Result.FINISHED),
    TRANSFERRED(Result.FINISHED),
    MAX_DURATION(Result.FINISHED),
    SILENCE(Result.FINISHED),
    OPERATOR_HANGUP(Result.FINISHED),
    GLOBAL_LIMIT(Result.CANCELLED),
    TENANT_LIMIT(Result.CANCELLED),
    UNKNOWN_NUMBER(Result.CANCELLED),
    ADMISSION_UNAVAILABLE(Result.CANCELLED),
    OFFER_TOO_OLD(Result.CANCELLED),
    LEFT_BEFORE_ANSWER(Result.CANCELLED),
    ACCEPT_FAILED(Result.FAILED),
    SIDEBAND_LOST(Result.FAILED),
    SESSION_EXPIRED(Result.FAILED),
    PROVIDER_ERROR(Result.FAILED);

    /** Finished: the caller was served. Cancelled: never answered. Failed: answered, or nearly, and broken off. */
    public enum Result {
        FINISHED,
        CANCELLED,
        FAILED
    }

    private final Result result;

    Termination(Result result) {
        this.result = result;
    }

    public Result result() {
        return result;
    }

    /** The name as the API and the logs write it, for example {@code caller_left}. */
    public String slug() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
