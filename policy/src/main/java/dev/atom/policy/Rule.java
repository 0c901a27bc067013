// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

/// Where a decision comes from.
///
/// @param path the rule's path, such as `data.atom.authz.deny`
/// @param file the policy file, relative to the policy folder; `""` when no rule spoke
/// @param line in that file, from 1; 0 when no rule spoke
public record Rule(String path, String file, int line) {
  @Override
  public String toString() {
    return file.isEmpty() ? path : path + " at " + file + ":" + line;
  }
}
