package dev.tandem.launcher.api;

import java.util.Optional;

/** Puts the lines of a {@code text/event-stream} together to events, as the WHATWG HTML standard (section 9.2) defines them. */
public final class ServerSentEvents {
    /** An event longer than this, in characters, is dropped: no event of the API comes near. */
    static final int MAX_DATA = 4 * 1024 * 1024;

    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private boolean tooLong;

    /**
     * One event.
     *
     * @param name its {@code event:} field, {@code message} where there is none
     * @param data its {@code data:} lines, joined by line feeds
     */
    public record Event(String name, String data) {}

    /** Takes the next line, without its end; gives an event when the line completes one. */
    public Optional<Event> line(String line) {
        if (line.isEmpty()) {
            return dispatch();
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        if (value.startsWith(" ")) {
            value = value.substring(1);
        }
        if (field.equals("event")) {
            name = value;
        } else if (field.equals("data")) {
            append(value);
        }
        return Optional.empty();
    }

    private void append(String value) {
        if (tooLong || data.length() + value.length() > MAX_DATA) {
            tooLong = true;
            return;
        }
        data.append(value).append('\n');
    }

    private Optional<Event> dispatch() {
        Optional<Event> event = tooLong || data.isEmpty()
                ? Optional.empty()
                : Optional.of(new Event(name.isEmpty() ? "message" : name, data.substring(0, data.length() - 1)));
        data.setLength(0);
        name = "";
        tooLong = false;
        return event;
    }
}
