// SPDX-License-Identifier: Apache-2.0
/// Tests of the format.
@NullMarked
package dev.atom.audit.chain;

import org.jspecify.annotations.NullMarked;
