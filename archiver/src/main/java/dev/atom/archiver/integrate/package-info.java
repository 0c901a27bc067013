// SPDX-License-Identifier: Apache-2.0
/// Follows the trail, publishes its Merkle tree and signs what it published: see
/// [dev.atom.archiver.integrate.Integrator].
@NullMarked
package dev.atom.archiver.integrate;

import org.jspecify.annotations.NullMarked;
