// SPDX-License-Identifier: Apache-2.0
/// Tests of the signed formats.
@NullMarked
package dev.atom.audit.checkpoint;

import org.jspecify.annotations.NullMarked;
