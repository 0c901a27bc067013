// SPDX-License-Identifier: Apache-2.0
/// What node agents and their intake say to each other: the messages of `atom/node/v1/intake.proto`
/// and their bytes. See [dev.atom.protocol.IntakeService].
@NullMarked
package dev.atom.protocol;

import org.jspecify.annotations.NullMarked;
