// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What went through an exchange, as hashes: the record proves what was said without holding it.
///
/// Used by one event loop. A body that broke off is hashed as far as it came.
public final class Bodies {
  private @Nullable MessageDigest request;
  private @Nullable MessageDigest response;
  private long answered;

  /// A part of the request's body went upstream.
  public void asked(byte[] part) {
    if (request == null) {
      request = sha256();
    }
    request.update(part);
  }

  /// A part of the answer's body went to the caller.
  public void answered(byte[] part) {
    if (response == null) {
      response = sha256();
    }
    response.update(part);
    answered += part.length;
  }

  /// How many bytes of the answer's body went to the caller.
  long answered() {
    return answered;
  }

  /// Adds the hashes of the bodies there were. Once, at the end.
  void describe(JsonText details) {
    if (request != null) {
      details.put("request_sha256", HexFormat.of().formatHex(request.digest()));
    }
    if (response != null) {
      details.put("response_sha256", HexFormat.of().formatHex(response.digest()));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
