// SPDX-License-Identifier: Apache-2.0
/// Unusual behaviour: what an identity does is compared with what it did before. Pure; begin at
/// [dev.atom.audit.anomaly.Baselines].
@NullMarked
package dev.atom.audit.anomaly;

import org.jspecify.annotations.NullMarked;
