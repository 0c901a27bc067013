// SPDX-License-Identifier: Apache-2.0
/// Tests of the room; tokens come from [dev.atom.testing.TestTokens].
@NullMarked
package dev.atom.identity;

import org.jspecify.annotations.NullMarked;
