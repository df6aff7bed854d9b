package dev.tandem.protocol.call;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A text that belongs to a person: their words, number or keys; it never shows in {@code toString}, so it never reaches a log. */
public record Personal(@JsonValue String text) {

    @JsonCreator
    public static Personal of(String text) {
        return new Personal(text == null ? "" : text);
    }

    @Override
    public String toString() {
        return "Personal[" + text.length() + " chars]";
    }
}
