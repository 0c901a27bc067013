// SPDX-License-Identifier: Apache-2.0
/// What changes on a host, measured at an interval: one collector a file.
@NullMarked
package dev.atom.node.runtime;

import org.jspecify.annotations.NullMarked;
