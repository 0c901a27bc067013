// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

/// Where a rule stands: its path such as `data.atom.authz.deny`, and its place in the text.
public record RuleInfo(String path, String file, int line, int column) {}
