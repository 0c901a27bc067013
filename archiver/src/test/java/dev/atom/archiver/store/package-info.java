// SPDX-License-Identifier: Apache-2.0
/// Tests of the stores: one contract, and what is special to each.
@NullMarked
package dev.atom.archiver.store;

import org.jspecify.annotations.NullMarked;
