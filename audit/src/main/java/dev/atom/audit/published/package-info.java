// SPDX-License-Identifier: Apache-2.0
/// The folder in which a log is published: its checkpoint, tiles and entry bundles under the names
/// of C2SP's tlog-tiles. See [dev.atom.audit.published.PublishedFolder].
@NullMarked
package dev.atom.audit.published;

import org.jspecify.annotations.NullMarked;
