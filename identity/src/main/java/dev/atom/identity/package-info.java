// SPDX-License-Identifier: Apache-2.0
/// Who is calling: tokens are verified here and become a [dev.atom.identity.Principal], and the
/// standing of a verified token (good, revoked, not knowable) is told from a snapshot of
/// revocations. Entry types: [dev.atom.identity.Authenticator], then
/// [dev.atom.identity.Revocations].
@NullMarked
package dev.atom.identity;

import org.jspecify.annotations.NullMarked;
