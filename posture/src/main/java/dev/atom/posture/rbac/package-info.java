// SPDX-License-Identifier: Apache-2.0
/// Who may do what in a cluster: rules as the API server matches them, bindings and aggregated
/// roles resolved, the result compared with what was declared. Pure; [Permissions] is the entry.
@NullMarked
package dev.atom.posture.rbac;

import org.jspecify.annotations.NullMarked;
