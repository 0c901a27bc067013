// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Looks for a private key that could sign the tokens which this process only verifies.
///
/// A process that finds one refuses to start: who takes over a gateway must not be able to mint
/// tokens. What may hold such a key and cannot be read (an encrypted key, a keystore) is refused
/// too; what this process has no right to read is no risk of this kind.
public final class PrivateKeyGuard {
  private final PrivateKeyMatcher matcher;

  /// @param keys the public halves
  public PrivateKeyGuard(TokenKeys keys) {
    this.matcher = new PrivateKeyMatcher(keys.byId().values());
  }

  /// What a scan found.
  public sealed interface Scan {
    /// No such key.
    record Clean() implements Scan {}

    /// At least one; start must be refused.
    ///
    /// @param findings where, and what
    record Found(List<Finding> findings) implements Scan {
      public Found {
        findings = List.copyOf(findings);
      }

      /// All findings in one line.
      public String message() {
        var text =
            new StringBuilder("this process can read a private key of the tokens it verifies");
        for (Finding finding : findings) {
          text.append("; ").append(finding.where()).append(": ").append(finding.what());
        }
        return text.append(". Take it away from here: only studio signs").toString();
      }
    }
  }

  /// One place.
  ///
  /// @param where file, or name of the value
  /// @param what what is there
  public record Finding(String where, String what) {}

  /// Scans folders (all files beneath) and files.
  public Scan scan(Path... places) {
    return scan(List.of(places), Map.of());
  }

  /// Scans folders, files and named values, such as environment variables.
  public Scan scan(List<Path> places, Map<String, String> values) {
    Map<String, String> found = new LinkedHashMap<>();
    new KeyFiles(matcher, found).scan(places);
    values.forEach((name, value) ->
        matcher.judgeText(value).ifPresent(what -> found.put("value " + name, what)));
    List<Finding> findings = new ArrayList<>();
    found.forEach((where, what) -> findings.add(new Finding(where, what)));
    return findings.isEmpty() ? new Scan.Clean() : new Scan.Found(findings);
  }
}
