// SPDX-License-Identifier: Apache-2.0
/// The two listeners of intake: gRPC for agents, HTTPS for those who ask.
@NullMarked
package dev.atom.intake.wire;

import org.jspecify.annotations.NullMarked;
