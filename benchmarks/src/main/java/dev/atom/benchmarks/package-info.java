// SPDX-License-Identifier: Apache-2.0
/// The benchmarks: GATE beside plain proxies on this machine, each control's price, the policy and
/// the audit trail alone. Measures the product from outside, or puts its public parts together with
/// some replaced; nothing here ships. See [dev.atom.benchmarks.BenchMain].
@NullMarked
package dev.atom.benchmarks;

import org.jspecify.annotations.NullMarked;
