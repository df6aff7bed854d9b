package dev.tandem.node;

import java.io.IOException;

/** Ends this process when its standard input does: the parent holds the other end and is gone, even by kill -9. */
final class EndWithParent {

    private EndWithParent() {}

    static void watch() {
        Thread watcher = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Whatever is written to us means nothing.
                        }
                    } catch (IOException gone) {
                        // The same as its end.
                    }
                    Runtime.getRuntime().halt(0);
                },
                "end-with-parent");
        watcher.setDaemon(true);
        watcher.start();
    }
}
