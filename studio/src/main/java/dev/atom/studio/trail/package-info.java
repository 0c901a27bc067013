// SPDX-License-Identifier: Apache-2.0
/// The audit trail as the API shows it. See [dev.atom.studio.trail.AuditDesk].
@NullMarked
package dev.atom.studio.trail;

import org.jspecify.annotations.NullMarked;
