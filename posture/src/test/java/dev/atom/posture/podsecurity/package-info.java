// SPDX-License-Identifier: Apache-2.0
/// Tests of the Pod Security Standards.
@NullMarked
package dev.atom.posture.podsecurity;

import org.jspecify.annotations.NullMarked;
