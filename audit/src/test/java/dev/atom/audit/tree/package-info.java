// SPDX-License-Identifier: Apache-2.0
/// Tests of the tree against the recursive definitions of RFC 6962.
@NullMarked
package dev.atom.audit.tree;

import org.jspecify.annotations.NullMarked;
