// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

/// A rule body that succeeded, and what it gave: of a partial set the element, of a partial object
/// the member's value.
public record RuleHit(String path, String file, int line, Value value) {}
