// SPDX-License-Identifier: Apache-2.0
/// The subcommands that run an instance and look after it: up, status, down, logs. Entry:
/// [dev.atom.cli.up.UpCommand].
@NullMarked
package dev.atom.cli.up;

import org.jspecify.annotations.NullMarked;
