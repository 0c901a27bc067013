// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Reads the blocks of a PEM text (RFC 7468), leniently about what stands around them.
///
/// @param label the text after BEGIN, such as `PUBLIC KEY`
/// @param encrypted whether the block carries a legacy `ENCRYPTED` header
/// @param bytes the decoded content; empty when it is not base64
record Pem(String label, boolean encrypted, Bytes bytes) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /// Bytes with content equality.
  static final class Bytes {
    private final byte[] content;

    Bytes(byte[] content) {
      this.content = content;
    }

    byte[] copy() {
      return content.clone();
    }

    boolean isEmpty() {
      return content.length == 0;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && java.util.Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
      return java.util.Arrays.hashCode(content);
    }
  }

  boolean isPrivateKey() {
    return label.endsWith("PRIVATE KEY");
  }

  /// All blocks of `text`; an unfinished block counts up to the end of the text.
  static List<Pem> blocks(String text) {
    List<Pem> blocks = new ArrayList<>();
    int at = text.indexOf(BEGIN);
    while (at >= 0) {
      int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
      if (labelEnd < 0) {
        break;
      }
      int bodyStart = labelEnd + DASHES.length();
      int end = text.indexOf(END, bodyStart);
      int bodyEnd = end < 0 ? text.length() : end;
      blocks.add(
          block(text.substring(at + BEGIN.length(), labelEnd), text.substring(bodyStart, bodyEnd)));
      at = text.indexOf(BEGIN, bodyEnd);
    }
    return List.copyOf(blocks);
  }

  private static Pem block(String label, String body) {
    boolean encrypted = body.contains("ENCRYPTED");
    int headersEnd = body.lastIndexOf(": ");
    int contentStart = headersEnd < 0 ? 0 : Math.max(0, body.indexOf('\n', headersEnd));
    String content = body.substring(contentStart);
    return new Pem(label.strip(), encrypted, new Bytes(decode(content)));
  }

  private static byte[] decode(String content) {
    var compact = new StringBuilder(content.length());
    for (int i = 0; i < content.length(); i++) {
      if (!Character.isWhitespace(content.charAt(i))) {
        compact.append(content.charAt(i));
      }
    }
    try {
      return Base64.getDecoder().decode(compact.toString());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
