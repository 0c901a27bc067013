// SPDX-License-Identifier: Apache-2.0
/// Tests of the commands of posture.
@NullMarked
package dev.atom.cli.posture;

import org.jspecify.annotations.NullMarked;
