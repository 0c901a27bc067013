// SPDX-License-Identifier: Apache-2.0
/// The commands of posture: bring what is judged, print what is found. Entry:
/// [dev.atom.cli.posture.PostureCommand].
@NullMarked
package dev.atom.cli.posture;

import org.jspecify.annotations.NullMarked;
