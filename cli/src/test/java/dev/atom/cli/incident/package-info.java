// SPDX-License-Identifier: Apache-2.0
/// Tests of bundles and triage as commands.
@NullMarked
package dev.atom.cli.incident;

import org.jspecify.annotations.NullMarked;
