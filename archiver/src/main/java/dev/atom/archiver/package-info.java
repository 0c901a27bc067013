// SPDX-License-Identifier: Apache-2.0
/// The archiver: the process that carries the audit trail out of the database to where it cannot be
/// changed. Its duties are [dev.atom.archiver.Duty]s; [dev.atom.archiver.ArchiverApp] is the list
/// of them.
@NullMarked
package dev.atom.archiver;

import org.jspecify.annotations.NullMarked;
