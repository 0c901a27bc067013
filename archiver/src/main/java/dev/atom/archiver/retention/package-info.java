// SPDX-License-Identifier: Apache-2.0
/// How long the trail stays in the database: [dev.atom.archiver.retention.Retention] removes what
/// is over its time and safe in the archive.
@NullMarked
package dev.atom.archiver.retention;

import org.jspecify.annotations.NullMarked;
