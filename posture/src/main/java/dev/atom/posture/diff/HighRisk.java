// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import java.util.Optional;

/// A family of keys whose change somebody must have reviewed: the nine of the control plane, and
/// those the review checklist of the security page adds.
public enum HighRisk {
  IMAGE("image"),
  SERVER("server"),
  CACHE("cache"),
  STORE("store"),
  RESOURCES("resources"),
  METRICS("metrics"),
  NETWORK_POLICY("networkPolicy"),
  SERVICE_ACCOUNT("serviceAccount"),
  RBAC("rbac"),
  SECURITY_CONTEXT("securityContext"),
  POD_SECURITY_CONTEXT("podSecurityContext"),
  ENV_FROM_SECRETS("envFromSecrets"),
  AUDIT("audit");

  private final String key;

  HighRisk(String key) {
    this.key = key;
  }

  /// The key as values files write it.
  public String key() {
    return key;
  }

  /// The family of a key; a container's context counts like the pod's own.
  static Optional<HighRisk> of(String key) {
    if (key.equals("containerSecurityContext")) {
      return Optional.of(SECURITY_CONTEXT);
    }
    for (HighRisk family : values()) {
      if (family.key.equals(key)) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }
}
