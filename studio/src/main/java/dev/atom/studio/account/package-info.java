// SPDX-License-Identifier: Apache-2.0
/// Users and their sessions: login, refresh, passwords, invitations.
/// [dev.atom.studio.account.Accounts] and [dev.atom.studio.account.Sessions] answer the routes.
@NullMarked
package dev.atom.studio.account;

import org.jspecify.annotations.NullMarked;
