package dev.tandem.tenant;

/**
 * One thing that is wrong in a tenant's file.
 *
 * @param file the file's name, or the directory when it is wrong as a whole
 * @param line from 1, or 0 when no single line is to blame
 * @param column from 1, or 0 likewise
 * @param field where in the document, such as {@code agent.tools[0].http.url}; empty for the whole document
 * @param message a sentence that says what would be right; never the value of a secret
 */
public record Fault(String file, int line, int column, String field, String message) {

    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return place + ": " + (field.isEmpty() ? "" : field + " ") + message;
    }
}
