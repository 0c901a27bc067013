// SPDX-License-Identifier: Apache-2.0
/// Tests of the package of the same name.
@NullMarked
package dev.atom.audit.export;

import org.jspecify.annotations.NullMarked;
