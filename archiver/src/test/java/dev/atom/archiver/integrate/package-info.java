// SPDX-License-Identifier: Apache-2.0
/// Tests of the integrator.
@NullMarked
package dev.atom.archiver.integrate;

import org.jspecify.annotations.NullMarked;
