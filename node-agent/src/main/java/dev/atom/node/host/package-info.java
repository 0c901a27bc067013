// SPDX-License-Identifier: Apache-2.0
/// The host's kernel files, under roots that can be moved, read with bounds and never written: see
/// [dev.atom.node.host.HostFiles].
@NullMarked
package dev.atom.node.host;

import org.jspecify.annotations.NullMarked;
