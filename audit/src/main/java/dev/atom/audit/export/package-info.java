// SPDX-License-Identifier: Apache-2.0
/// What a nightly export is: a signed [dev.atom.audit.export.Manifest] for each day, files of
/// entries, and how an outsider checks both, see [dev.atom.audit.export.ExportVerifier]. Pure: it
/// reads through an [dev.atom.audit.export.ExportSource] and writes nothing.
@NullMarked
package dev.atom.audit.export;

import org.jspecify.annotations.NullMarked;
