// SPDX-License-Identifier: Apache-2.0
/// The whole product on real parts: listeners with TLS, tokens, Rego, PostgreSQL, official clients
/// on one side and servers that speak the wire on the other. [dev.atom.system.Platform] puts it
/// together.
@NullMarked
package dev.atom.system;

import org.jspecify.annotations.NullMarked;
