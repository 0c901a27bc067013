// SPDX-License-Identifier: Apache-2.0
/// Tests of the trail: its writer, its faults, its verifiers.
@NullMarked
package dev.atom.audit;

import org.jspecify.annotations.NullMarked;
