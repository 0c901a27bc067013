// SPDX-License-Identifier: Apache-2.0
/// Messages and their bytes.
@NullMarked
package dev.atom.protocol;

import org.jspecify.annotations.NullMarked;
