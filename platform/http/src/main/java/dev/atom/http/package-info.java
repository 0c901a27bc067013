// SPDX-License-Identifier: Apache-2.0
/// What every listener and every client of ours has in common: TLS, limits, transport, and the
/// problem document. Start at [dev.atom.http.HttpsListenerOptions].
@NullMarked
package dev.atom.http;

import org.jspecify.annotations.NullMarked;
