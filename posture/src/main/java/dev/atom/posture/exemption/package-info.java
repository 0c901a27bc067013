// SPDX-License-Identifier: Apache-2.0
/// Exemptions: deviations from the contract that somebody owns, somebody else approved, and that
/// end. Entry: [dev.atom.posture.exemption.ExemptionLedger].
@NullMarked
package dev.atom.posture.exemption;

import org.jspecify.annotations.NullMarked;
