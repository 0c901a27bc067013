// SPDX-License-Identifier: Apache-2.0
/// Tests of reading manifests.
@NullMarked
package dev.atom.posture.manifest;

import org.jspecify.annotations.NullMarked;
