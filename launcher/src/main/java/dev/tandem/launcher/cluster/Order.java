package dev.tandem.launcher.cluster;

import java.util.Optional;

/** What a second terminal asks the supervisor to do. On the wire a path: {@code /kill/2}, {@code /roll}. */
sealed interface Order {
    /** SIGKILL; the node stays down. */
    record Kill(int node) implements Order {}

    /** SIGSTOP. */
    record Pause(int node) implements Order {}

    /** SIGCONT. */
    record Resume(int node) implements Order {}

    /** SIGTERM when it runs; then a new process. */
    record Restart(int node) implements Order {}

    /** Every node anew, one after the other. */
    record Roll() implements Order {}

    /** The end of everything. */
    record Stop() implements Order {}

    default String path() {
        return switch (this) {
            case Kill(int node) -> "/kill/" + node;
            case Pause(int node) -> "/pause/" + node;
            case Resume(int node) -> "/resume/" + node;
            case Restart(int node) -> "/restart/" + node;
            case Roll() -> "/roll";
            case Stop() -> "/stop";
        };
    }

    /** Empty for what is no order. */
    static Optional<Order> of(String path) {
        String[] words = path.split("/");
        if (words.length == 2) {
            return switch (words[1]) {
                case "roll" -> Optional.of(new Roll());
                case "stop" -> Optional.of(new Stop());
                default -> Optional.empty();
            };
        }
        if (words.length != 3 || !words[2].matches("\\d{1,4}")) {
            return Optional.empty();
        }
        int node = Integer.parseInt(words[2]);
        return switch (words[1]) {
            case "kill" -> Optional.of(new Kill(node));
            case "pause" -> Optional.of(new Pause(node));
            case "resume" -> Optional.of(new Resume(node));
            case "restart" -> Optional.of(new Restart(node));
            default -> Optional.empty();
        };
    }
}
