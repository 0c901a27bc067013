// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.podsecurity;

import java.util.Optional;

/// The version of the Pod Security Standards: the minor version of the Kubernetes that brought it.
///
/// @param minor 37 in `v1.37`; never above the newest that is known
public record PolicyVersion(int minor) implements Comparable<PolicyVersion> {
  private static final int NEWEST = 37;

  /// The newest version that is known.
  public static final PolicyVersion LATEST = new PolicyVersion(NEWEST);

  public PolicyVersion {
    if (minor < 0) {
      throw new IllegalArgumentException("there is no version v1." + minor);
    }
    minor = Math.min(minor, NEWEST);
  }

  /// Reads `v1.37`, `1.37` or `latest`; versions newer than the newest known mean that one.
  public static Optional<PolicyVersion> parse(String text) {
    if (text.equals("latest")) {
      return Optional.of(LATEST);
    }
    String bare = text.startsWith("v") ? text.substring(1) : text;
    if (!bare.startsWith("1.") || bare.length() < 3 || bare.length() > 6) {
      return Optional.empty();
    }
    int minor = 0;
    for (int i = 2; i < bare.length(); i++) {
      int digit = bare.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return Optional.empty();
      }
      minor = minor * 10 + digit;
    }
    return Optional.of(new PolicyVersion(minor));
  }

  @Override
  public int compareTo(PolicyVersion other) {
    return Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return "v1." + minor;
  }
}
