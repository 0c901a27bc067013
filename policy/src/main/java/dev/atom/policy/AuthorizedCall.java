// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

/// A call that policy permitted. Only [PolicyEngine] can make one, so whoever holds one holds the
/// proof that policy was asked and said yes.
public final class AuthorizedCall {
  private final PolicyInput input;
  private final String policyRevision;

  // SECURITY(T-18): package-private on purpose; were it public, a caller could skip policy
  AuthorizedCall(PolicyInput input, String policyRevision) {
    this.input = input;
    this.policyRevision = policyRevision;
  }

  /// What policy was asked.
  public PolicyInput input() {
    return input;
  }

  /// The revision of the policies that said yes.
  public String policyRevision() {
    return policyRevision;
  }
}
