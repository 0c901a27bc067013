// SPDX-License-Identifier: Apache-2.0
/// The way out, and the only one: batches, signed, over mutual TLS, to intake. See
/// [dev.atom.node.uplink.Uplink].
@NullMarked
package dev.atom.node.uplink;

import org.jspecify.annotations.NullMarked;
