// SPDX-License-Identifier: Apache-2.0
/// Tests of what must be told.
@NullMarked
package dev.atom.audit.alert;

import org.jspecify.annotations.NullMarked;
