// SPDX-License-Identifier: Apache-2.0
/// The command `atom`: every subcommand, its help, its exit code. Entry: [dev.atom.cli.AtomMain].
@NullMarked
package dev.atom.cli;

import org.jspecify.annotations.NullMarked;
