// SPDX-License-Identifier: Apache-2.0
/// Security events: what in the trail must reach a person now. Pure; begin at
/// [dev.atom.audit.alert.Watch].
@NullMarked
package dev.atom.audit.alert;

import org.jspecify.annotations.NullMarked;
