// SPDX-License-Identifier: Apache-2.0
/// A debug bundle that holds no secret: collected, cleaned, recorded, verified. Entry:
/// [dev.atom.cli.incident.BundleCommand].
@NullMarked
package dev.atom.cli.incident;

import org.jspecify.annotations.NullMarked;
