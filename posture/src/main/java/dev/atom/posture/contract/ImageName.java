// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

/// An image as containers name it.
///
/// @param registry the host it comes from; `docker.io` where none is named
/// @param tag the tag; empty without
/// @param digest the digest with its algorithm; empty without
record ImageName(String registry, String tag, String digest) {
  private static final int SHA256_LENGTH = "sha256:".length() + 64;

  static ImageName parse(String image) {
    int at = image.indexOf('@');
    String digest = at < 0 ? "" : image.substring(at + 1);
    String rest = at < 0 ? image : image.substring(0, at);
    int slash = rest.lastIndexOf('/');
    int colon = rest.indexOf(':', slash + 1);
    String tag = colon < 0 ? "" : rest.substring(colon + 1);
    int first = rest.indexOf('/');
    String host = first < 0 ? "" : rest.substring(0, first);
    boolean named = host.contains(".") || host.contains(":") || host.equals("localhost");
    return new ImageName(named ? host : "docker.io", tag, digest);
  }

  /// Whether it names one image for ever.
  boolean isPinned() {
    return digest.startsWith("sha256:")
        && digest.length() == SHA256_LENGTH
        && digest.substring("sha256:".length()).chars().allMatch(c -> isLowerHex((char) c));
  }

  private static boolean isLowerHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
