package dev.tandem.launcher.faults.arena;

/**
 * A call that the simulator has placed.
 *
 * @param id the provider's
 * @param number that was dialled
 */
public record PlacedCall(String id, String number) {}
