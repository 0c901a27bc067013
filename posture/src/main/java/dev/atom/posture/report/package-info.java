// SPDX-License-Identifier: Apache-2.0
/// What was found, in the formats that people and programs read.
@NullMarked
package dev.atom.posture.report;

import org.jspecify.annotations.NullMarked;
