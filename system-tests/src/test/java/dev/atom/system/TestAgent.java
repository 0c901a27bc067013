// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

/// An agent as its developer holds it.
///
/// @param token its first client token
public record TestAgent(String domain, String id, String token) {
  /// Where the agent's calls go at GATE.
  public String base() {
    return "/domain/" + domain + "/agent/" + id;
  }
}
