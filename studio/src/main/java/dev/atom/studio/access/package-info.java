// SPDX-License-Identifier: Apache-2.0
/// Who calls and what they may do: [dev.atom.studio.access.CallerAuthentication] turns a bearer
/// token into a [dev.atom.studio.access.Caller], [dev.atom.studio.access.Permissions] is the whole
/// authorization table.
@NullMarked
package dev.atom.studio.access;

import org.jspecify.annotations.NullMarked;
