// SPDX-License-Identifier: Apache-2.0
/// The subcommands that ask the control plane of an instance, and the session they do it in. Entry:
/// [dev.atom.cli.remote.StudioClient].
@NullMarked
package dev.atom.cli.remote;

import org.jspecify.annotations.NullMarked;
