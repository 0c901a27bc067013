// SPDX-License-Identifier: Apache-2.0
/// Tests of the sinks.
@NullMarked
package dev.atom.stream.sink;

import org.jspecify.annotations.NullMarked;
