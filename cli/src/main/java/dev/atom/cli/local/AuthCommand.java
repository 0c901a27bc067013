// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import picocli.CommandLine.Command;

/// How callers prove who they are.
@Command(
    name = "auth",
    description = "Show what answers without a credential.",
    subcommands = {AuthRoutes.class},
    footer = {"", "Examples:", "  ./atom auth routes"})
public final class AuthCommand {}
