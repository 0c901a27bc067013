// SPDX-License-Identifier: Apache-2.0
/// What all collectors share: the pass, the reading it ends in, counters and their rules, and the
/// threads that keep one hung read from delaying another. See [dev.atom.node.collect.Collector].
@NullMarked
package dev.atom.node.collect;

import org.jspecify.annotations.NullMarked;
