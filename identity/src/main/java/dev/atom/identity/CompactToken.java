// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/// The three parts of a compact JWS, taken apart strictly; nothing is verified yet.
///
/// SECURITY(T-02): base64url has one spelling here. Spare bits in the last character, padding and
/// foreign characters are refused, since another spelling of a revoked token would carry another
/// hash and escape the deny set.
///
/// @param keyId header `kid`
/// @param payload the claims as they stand
/// @param signingInput the text that is signed
/// @param signature the signature's bytes
record CompactToken(
    String keyId, Map<String, Object> payload, String signingInput, Pem.Bytes signature) {
  private static final Set<String> HEADER_NAMES = Set.of("alg", "typ", "kid");
  private static final int KEY_ID_MAX = 64;
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /// Why a text could not be taken apart; a value's way out of nested parsing, never leaves this
  /// package.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    final AuthenticationFailure reason;

    Refused(AuthenticationFailure reason) {
      super(reason.name(), null, false, false);
      this.reason = reason;
    }
  }

  static CompactToken parse(String text) throws Refused {
    int first = text.indexOf('.');
    int last = text.lastIndexOf('.');
    if (first <= 0 || last == first || last == text.length() - 1) {
      throw new Refused(AuthenticationFailure.MALFORMED);
    }
    if (text.indexOf('.', first + 1) != last) {
      throw new Refused(AuthenticationFailure.MALFORMED);
    }
    String keyId = keyId(json(text.substring(0, first)));
    byte[] signature = decode(text.substring(last + 1));
    Map<String, Object> payload = json(text.substring(first + 1, last));
    return new CompactToken(keyId, payload, text.substring(0, last), new Pem.Bytes(signature));
  }

  /// The algorithm is judged before anything else in the header. Whatever could bring its own key
  /// (`jwk`, `jku`, `x5u`, `x5c`) or change the meaning (`crit`, `zip`) is refused with all other
  /// names we do not write ourselves.
  private static String keyId(Map<String, Object> header) throws Refused {
    if (!"RS256".equals(header.get("alg"))) {
      throw new Refused(AuthenticationFailure.WRONG_ALGORITHM);
    }
    if (!HEADER_NAMES.containsAll(header.keySet()) || !"JWT".equals(header.get("typ"))) {
      throw new Refused(AuthenticationFailure.MALFORMED);
    }
    if (header.get("kid") instanceof String keyId && keyId.length() <= KEY_ID_MAX) {
      return keyId;
    }
    throw new Refused(AuthenticationFailure.UNKNOWN_KEY);
  }

  private static Map<String, Object> json(String part) throws Refused {
    String text = new String(decode(part), StandardCharsets.UTF_8);
    try {
      return JSONObjectUtils.parse(text);
    } catch (ParseException | RuntimeException e) {
      throw new Refused(AuthenticationFailure.MALFORMED);
    }
  }

  private static byte[] decode(String part) throws Refused {
    try {
      byte[] bytes = DECODER.decode(part);
      if (ENCODER.encodeToString(bytes).equals(part)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new Refused(AuthenticationFailure.MALFORMED);
    }
    throw new Refused(AuthenticationFailure.MALFORMED);
  }
}
