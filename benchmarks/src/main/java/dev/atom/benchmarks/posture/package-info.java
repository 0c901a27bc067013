// SPDX-License-Identifier: Apache-2.0
/// Measurements of posture on clusters that are generated. Entry:
/// [dev.atom.benchmarks.posture.NetworkBench].
@NullMarked
package dev.atom.benchmarks.posture;

import org.jspecify.annotations.NullMarked;
