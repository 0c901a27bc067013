// SPDX-License-Identifier: Apache-2.0
/// Tells people what in the trail they must know now: an Alertmanager, a webhook of a SIEM. Begin
/// at [dev.atom.archiver.alert.AlertDuty].
@NullMarked
package dev.atom.archiver.alert;

import org.jspecify.annotations.NullMarked;
