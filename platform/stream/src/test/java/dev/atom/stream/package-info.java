// SPDX-License-Identifier: Apache-2.0
/// Tests of the stream.
@NullMarked
package dev.atom.stream;

import org.jspecify.annotations.NullMarked;
