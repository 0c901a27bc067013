// SPDX-License-Identifier: Apache-2.0
/// The nightly export: [dev.atom.archiver.export.Exporter] carries a day out of the database,
/// verified, and signs its manifest; [dev.atom.archiver.export.ExportDuty] does so every night.
@NullMarked
package dev.atom.archiver.export;

import org.jspecify.annotations.NullMarked;
