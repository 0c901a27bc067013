// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import java.time.Instant;

/// One reading of both clocks, taken when a request arrives and used throughout.
///
/// @param wall the time of day, for expiry and records; may jump
/// @param nanos monotonic nanoseconds, for durations and staleness; never jumps
public record Moment(Instant wall, long nanos) {}
