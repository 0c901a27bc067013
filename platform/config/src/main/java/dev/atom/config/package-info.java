// SPDX-License-Identifier: Apache-2.0
/// Binds a YAML file, the environment and flags to a tree of records, and says everything that is
/// wrong with them at once. Start at [dev.atom.config.ConfigLoader].
@NullMarked
package dev.atom.config;

import org.jspecify.annotations.NullMarked;
