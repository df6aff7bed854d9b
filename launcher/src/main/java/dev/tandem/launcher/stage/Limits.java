package dev.tandem.launcher.stage;

import java.util.Optional;

/**
 * How many calls may run at a time.
 *
 * @param global of all tenants together
 * @param perTenant of one tenant
 */
public record Limits(int global, int perTenant) {
    /** The product's defaults. */
    public static final Limits DEFAULTS = new Limits(50, 10);

    /** Reads {@code GLOBAL,PER_TENANT}; empty when it is not that. */
    public static Optional<Limits> parse(String text) {
        if (!text.matches("[1-9]\\d{0,5},[1-9]\\d{0,5}")) {
            return Optional.empty();
        }
        String[] numbers = text.split(",");
        return Optional.of(new Limits(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
    }
}
