// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

/// One thing that a step claims.
///
/// @param claim what must be so
/// @param held whether it was
/// @param found what was seen
record Check(String claim, boolean held, String found) {}
