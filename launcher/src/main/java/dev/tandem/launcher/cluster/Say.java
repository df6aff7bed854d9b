package dev.tandem.launcher.cluster;

/** Tells whoever gave a command how it goes on, a line at a time. */
@FunctionalInterface
public interface Say {
    void line(String text);
}
