package dev.tandem.simulator.call;

import dev.tandem.simulator.caller.Pace;
import dev.tandem.simulator.truth.Truth;
import io.netty.channel.EventLoop;
import java.time.Clock;

/**
 * What all sessions of a simulator share.
 *
 * @param loop the one thread on which every session lives
 * @param pace how fast people live
 * @param truth the history
 * @param clock wall-clock time, for the fields that the vendor gives in Unix seconds
 * @param habits waits and undocumented behaviour
 * @param limits the rate limits of the one project that everybody uses
 * @param deterministic whether sessions have a clock of their own that waits for their client
 */
public record World(
        EventLoop loop, Pace pace, Truth truth, Clock clock, Habits habits, RateLimits limits, boolean deterministic) {}
