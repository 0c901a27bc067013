// SPDX-License-Identifier: Apache-2.0
/// What is kept in PostgreSQL, as rows and statements. The only package that knows JDBC; everything
/// happens inside a [dev.atom.studio.store.Transaction].
@NullMarked
package dev.atom.studio.store;

import org.jspecify.annotations.NullMarked;
