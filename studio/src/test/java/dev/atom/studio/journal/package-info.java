// SPDX-License-Identifier: Apache-2.0
/// Tests of what is written down of changes.
@NullMarked
package dev.atom.studio.journal;

import org.jspecify.annotations.NullMarked;
