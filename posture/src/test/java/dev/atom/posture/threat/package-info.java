// SPDX-License-Identifier: Apache-2.0
/// Tests of the register of threats: what is taken out is missed.
@NullMarked
package dev.atom.posture.threat;

import org.jspecify.annotations.NullMarked;
