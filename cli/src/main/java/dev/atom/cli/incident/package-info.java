// SPDX-License-Identifier: Apache-2.0
/// What people need when something happened: a debug bundle that holds no secret, and a guided
/// triage. Entries: [dev.atom.cli.incident.BundleCommand] and
/// [dev.atom.cli.incident.TriageCommand].
@NullMarked
package dev.atom.cli.incident;

import org.jspecify.annotations.NullMarked;
