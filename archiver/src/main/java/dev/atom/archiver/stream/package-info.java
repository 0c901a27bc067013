// SPDX-License-Identifier: Apache-2.0
/// Copies of the trail: [dev.atom.archiver.stream.ChainFollower] carries entries to topics and
/// sinks, [dev.atom.archiver.stream.LogArchiver] carries topics into the archive,
/// [dev.atom.archiver.stream.ArchivedTrail] checks the archive alone.
@NullMarked
package dev.atom.archiver.stream;

import org.jspecify.annotations.NullMarked;
