// SPDX-License-Identifier: Apache-2.0
/// Pooled, mutually authenticated connections to what lies behind GATE.
@NullMarked
package dev.atom.gate.upstream;

import org.jspecify.annotations.NullMarked;
