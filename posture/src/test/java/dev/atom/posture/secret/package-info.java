// SPDX-License-Identifier: Apache-2.0
/// Tests of telling secrets from other text.
@NullMarked
package dev.atom.posture.secret;

import org.jspecify.annotations.NullMarked;
