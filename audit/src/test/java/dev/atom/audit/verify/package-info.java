// SPDX-License-Identifier: Apache-2.0
/// Tests of the verifier's parts.
@NullMarked
package dev.atom.audit.verify;

import org.jspecify.annotations.NullMarked;
