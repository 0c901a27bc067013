// SPDX-License-Identifier: Apache-2.0
/// The keys that speak for the log: see [dev.atom.archiver.signing.SigningConfig].
@NullMarked
package dev.atom.archiver.signing;

import org.jspecify.annotations.NullMarked;
