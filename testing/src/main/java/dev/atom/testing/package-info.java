// SPDX-License-Identifier: Apache-2.0
/// What tests of every room share: the [Feature] mark, and small real implementations with fault
/// switches.
@NullMarked
package dev.atom.testing;

import org.jspecify.annotations.NullMarked;
