// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import dev.atom.rego.Value;

/// A call that policy permitted. Only [PolicyEngine] can make one, so whoever holds one holds the
/// proof that policy was asked and said yes.
public final class AuthorizedCall {
  private final PolicyInput input;
  private final Value document;
  private final String policyRevision;

  // SECURITY(T-18): package-private on purpose; were it public, a caller could skip policy
  AuthorizedCall(PolicyInput input, Value document, String policyRevision) {
    this.input = input;
    this.document = document;
    this.policyRevision = policyRevision;
  }

  /// What policy was asked.
  public PolicyInput input() {
    return input;
  }

  /// What policy was asked, as canonical JSON, for the record: [PolicyInput#canonicalJson()] of the
  /// input, without making the document again.
  public String askedJson() {
    return document.toJson();
  }

  /// The revision of the policies that said yes.
  public String policyRevision() {
    return policyRevision;
  }
}
