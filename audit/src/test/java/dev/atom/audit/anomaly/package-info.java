// SPDX-License-Identifier: Apache-2.0
/// Tests of what counts as unusual.
@NullMarked
package dev.atom.audit.anomaly;

import org.jspecify.annotations.NullMarked;
