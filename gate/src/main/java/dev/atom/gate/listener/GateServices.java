// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.gate.GatePipeline;
import dev.atom.gate.Moment;
import dev.atom.gate.admission.RateLimiter;
import dev.atom.gate.record.CountedRefusals;
import dev.atom.gate.record.GateRecords;
import dev.atom.gate.upstream.Upstreams;
import dev.atom.gate.world.CurrentWorld;
import java.util.function.Supplier;

/// What an exchange works with; the same for all of them.
///
/// @param pipeline decides
/// @param worlds what is known
/// @param limiter counts
/// @param records writes down
/// @param counted which refusals are only counted
/// @param upstreams opens requests
/// @param edge bounds, log and open exchanges of this listener
/// @param clock both clocks at once
public record GateServices(
    GatePipeline pipeline,
    CurrentWorld worlds,
    RateLimiter limiter,
    GateRecords records,
    CountedRefusals counted,
    Upstreams upstreams,
    Edge edge,
    Supplier<Moment> clock) {}
