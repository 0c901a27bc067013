// SPDX-License-Identifier: Apache-2.0
/// The contract that what is deployed is held to: profiles and rules from data, and what breaks
/// them. Entry: [dev.atom.posture.contract.PostureEvaluation].
@NullMarked
package dev.atom.posture.contract;

import org.jspecify.annotations.NullMarked;
