// SPDX-License-Identifier: Apache-2.0
/// What is kept from the wire: see [dev.atom.node.privacy.CommandLines].
@NullMarked
package dev.atom.node.privacy;

import org.jspecify.annotations.NullMarked;
