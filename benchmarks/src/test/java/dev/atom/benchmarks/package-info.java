// SPDX-License-Identifier: Apache-2.0
/// Tests of what the benchmarks compute. See [dev.atom.benchmarks.BenchMain].
@NullMarked
package dev.atom.benchmarks;

import org.jspecify.annotations.NullMarked;
