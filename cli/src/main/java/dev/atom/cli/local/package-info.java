// SPDX-License-Identifier: Apache-2.0
/// The subcommands that need no control plane: they read files, policies, configurations or the
/// database, and judge. Entry: [dev.atom.cli.local.PolicyCommand].
@NullMarked
package dev.atom.cli.local;

import org.jspecify.annotations.NullMarked;
