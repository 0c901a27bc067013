// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.finding;

import dev.atom.base.Sha256;
import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Node;
import java.nio.charset.StandardCharsets;

/// A [Finding] and what an exemption of it may be narrowed to.
///
/// @param finding what is not as demanded
/// @param scope the container, key and value it is about
public record Judgement(Finding finding, Scope scope) implements Comparable<Judgement> {
  /// About the object or field as a whole.
  public static Judgement of(Finding finding) {
    return new Judgement(finding, Scope.WHOLE);
  }

  /// About a value of a container.
  public static Judgement of(Finding finding, Container container, Node value) {
    return new Judgement(finding, new Scope(container.name(), "", digest(value.scalar())));
  }

  /// SHA-256 in hexadecimal of a value, so that it can be named without being shown; empty for an
  /// empty one.
  public static String digest(String value) {
    return value.isEmpty() ? "" : Sha256.hex(value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int compareTo(Judgement other) {
    return finding.compareTo(other.finding);
  }
}
