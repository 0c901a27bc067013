// SPDX-License-Identifier: Apache-2.0
/// The control plane: users, domains, agents and their tokens behind one JSON API. See
/// [dev.atom.studio.StudioApp] for the parts and [dev.atom.studio.StudioApi] for the routes.
@NullMarked
package dev.atom.studio;

import org.jspecify.annotations.NullMarked;
