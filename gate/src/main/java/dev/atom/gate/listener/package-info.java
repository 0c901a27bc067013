// SPDX-License-Identifier: Apache-2.0
/// The network edge: reads requests, drives each through the pipeline, writes answers.
@NullMarked
package dev.atom.gate.listener;

import org.jspecify.annotations.NullMarked;
