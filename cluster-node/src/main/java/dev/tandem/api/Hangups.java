package dev.tandem.api;

import java.util.concurrent.CompletionStage;

/** Ends calls on an operator's word. */
public interface Hangups {

    /** What a call says to being hung up. */
    sealed interface Answer {
        /** It is being ended; its end is journalled when it is over. */
        record Requested() implements Answer {}

        /** It was over before. */
        record AlreadyEnded() implements Answer {}

        /** No such call was ever offered. */
        record UnknownCall() implements Answer {}
    }

    /** Asking twice is harmless. Fails or stays away when the call cannot be reached now. */
    CompletionStage<Answer> hangup(String callId);
}
