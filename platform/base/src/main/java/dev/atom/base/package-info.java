// SPDX-License-Identifier: Apache-2.0
/// The few types that every room may use. Nothing here does I/O; nothing here depends on anything
/// but the JDK. See [dev.atom.base.AtomException] for how operational failures are reported.
@NullMarked
package dev.atom.base;

import org.jspecify.annotations.NullMarked;
