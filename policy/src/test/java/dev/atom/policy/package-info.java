// SPDX-License-Identifier: Apache-2.0
/// Tests of the room: the decision matrix in the test resources, the shipped policies, reloading.
@NullMarked
package dev.atom.policy;

import org.jspecify.annotations.NullMarked;
