package dev.tandem.protocol.tenant;

import java.time.Duration;
import java.util.List;

/**
 * The document that says how an agent speaks and what it can do; pinned per call.
 *
 * @param greeting what the agent says first, or empty when the caller speaks first
 * @param language ISO 639-1, or null to leave it to the model
 * @param transcription the transcription model of the caller's words
 * @param maxDuration the call is hung up after this long
 * @param silence the call is hung up when nothing was heard from either side for this long
 */
public record Agent(
        String name,
        String model,
        String voice,
        String instructions,
        String greeting,
        String language,
        TurnDetection turnDetection,
        String transcription,
        Duration maxDuration,
        Duration silence,
        List<Tool> tools) {}
