// SPDX-License-Identifier: Apache-2.0
/// The vocabulary of the wire: what a call is, what answers it, how JSON is read and written. Only
/// [dev.atom.studio.wire.Listener] knows the HTTP library, only [dev.atom.studio.wire.Problem]
/// knows a refusal's status.
@NullMarked
package dev.atom.studio.wire;

import org.jspecify.annotations.NullMarked;
