// SPDX-License-Identifier: Apache-2.0
/// The tables of a benchmark: the world GATE reads, and plain JDBC writing rows like the trail's,
/// for comparison. See [dev.atom.benchmarks.store.PlainWriter].
@NullMarked
package dev.atom.benchmarks.store;

import org.jspecify.annotations.NullMarked;
