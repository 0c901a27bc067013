// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.podsecurity;

import java.util.function.Consumer;

/// One control of the standards.
///
/// @param id its name in Kubernetes
/// @param level the level that brings it
/// @param from the first minor version that has it
/// @param replaces the control of a lower level that it stands for; empty for none
/// @param check finds the violations
record Control(String id, Level level, int from, String replaces, Consumer<Judged> check) {}
