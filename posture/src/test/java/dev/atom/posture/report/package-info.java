// SPDX-License-Identifier: Apache-2.0
/// Tests of the formats.
@NullMarked
package dev.atom.posture.report;

import org.jspecify.annotations.NullMarked;
