// SPDX-License-Identifier: Apache-2.0
/// One table of routes, from which dispatch, the OpenAPI document and the list of open routes are
/// all read. See [dev.atom.studio.api.Dispatcher] for the order in which a call is judged.
@NullMarked
package dev.atom.studio.api;

import org.jspecify.annotations.NullMarked;
