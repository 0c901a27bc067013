// SPDX-License-Identifier: Apache-2.0
/// What is written down of each request: decisions, outcomes, refusals, and counted floods.
@NullMarked
package dev.atom.gate.record;

import org.jspecify.annotations.NullMarked;
