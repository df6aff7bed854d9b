package dev.tandem.protocol.call;

/**
 * Stage durations of one agent turn in ms, measured on the clock of the node that held the sideband; -1 where a stage was not seen.
 *
 * @param toResponse from the end of the caller's speech to the response's creation
 * @param toFirstAudio from the end of the caller's speech to the start of playback
 * @param toDone from the response's creation to its end
 */
public record TurnTiming(long toResponse, long toFirstAudio, long toDone) {}
