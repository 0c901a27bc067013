// SPDX-License-Identifier: Apache-2.0
/// Limits: how often a caller may call. See [dev.atom.gate.admission.RateLimiter].
@NullMarked
package dev.atom.gate.admission;

import org.jspecify.annotations.NullMarked;
