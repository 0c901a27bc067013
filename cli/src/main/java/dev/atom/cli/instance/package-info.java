// SPDX-License-Identifier: Apache-2.0
/// One instance of Atom on this machine: its data folder, its keys and certificates, its processes.
/// Entry: [dev.atom.cli.instance.Supervisor].
@NullMarked
package dev.atom.cli.instance;

import org.jspecify.annotations.NullMarked;
