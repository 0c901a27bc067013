// SPDX-License-Identifier: Apache-2.0
/// Receives what node agents send, checks each batch, keeps it apart by tenant: see
/// [dev.atom.intake.IntakeMain].
@NullMarked
package dev.atom.intake;

import org.jspecify.annotations.NullMarked;
