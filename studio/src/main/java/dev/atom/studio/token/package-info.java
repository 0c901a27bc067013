// SPDX-License-Identifier: Apache-2.0
/// The secrets studio makes: signed tokens ([dev.atom.studio.token.TokenIssuer]) and sealed virtual
/// keys ([dev.atom.studio.token.VirtualKeys]).
@NullMarked
package dev.atom.studio.token;

import org.jspecify.annotations.NullMarked;
