// SPDX-License-Identifier: Apache-2.0
/// The register of threats and the matrix of controls: complete, or named where not. Pure;
/// [ThreatRegister] is the entry.
@NullMarked
package dev.atom.posture.threat;

import org.jspecify.annotations.NullMarked;
