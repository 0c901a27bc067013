// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

/// How much one file may ask of its reader.
///
/// @param bytesMax of a file
/// @param depthMax of values inside values
/// @param aliasedMax values that aliases may add to one document, each use counted anew
/// @param documentsMax in one file
public record ReadBounds(long bytesMax, int depthMax, long aliasedMax, int documentsMax) {
  /// Enough for what clusters hold: 64 MiB, 100 deep, 100,000 aliased values, 100,000 documents.
  public static final ReadBounds USUAL = new ReadBounds(64L << 20, 100, 100_000, 100_000);

  public ReadBounds {
    if (bytesMax < 1 || depthMax < 1 || aliasedMax < 0 || documentsMax < 1) {
      throw new IllegalArgumentException("bounds must be positive");
    }
  }
}
