// SPDX-License-Identifier: Apache-2.0
/// Tests of the contract.
@NullMarked
package dev.atom.posture.contract;

import org.jspecify.annotations.NullMarked;
