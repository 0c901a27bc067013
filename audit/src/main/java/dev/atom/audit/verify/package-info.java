// SPDX-License-Identifier: Apache-2.0
/// Checks a chain from its first entry to its head without any of the code that wrote it. See
/// [dev.atom.audit.verify.ChainVerifier].
@NullMarked
package dev.atom.audit.verify;

import org.jspecify.annotations.NullMarked;
