// SPDX-License-Identifier: Apache-2.0
/// Tests of exemptions.
@NullMarked
package dev.atom.posture.exemption;

import org.jspecify.annotations.NullMarked;
