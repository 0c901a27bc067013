// SPDX-License-Identifier: Apache-2.0

/// The rules of the house as tests: which room may use which, which calls are banned, and whether
/// the signs on the doors and the documents still tell the truth. The rules are data, in this
/// module's resources; start at [dev.atom.architecture.LayeringTest]. Think about the layering
/// before you change a row.
@NullMarked
package dev.atom.architecture;

import org.jspecify.annotations.NullMarked;
