// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Signed tokens: decoding, and verification with a certificate, a public key, a key set or a
/// shared secret.
final class Jwts {
  private static final Set<String> OPTIONS = Set.of("cert", "secret", "alg", "iss", "aud", "time");

  private Jwts() {}

  static List<Builtin> table() {
    var table = new ArrayList<Builtin>();
    table.add(new Builtin("io.jwt.decode", 1, (c, a) -> decode(Args.text(a, 0))));
    table.add(new Builtin("io.jwt.decode_verify", 2, (c, a) -> decodeVerify(c, a)));
    table.add(new Builtin("io.jwt.verify_eddsa", 2, (c, a) -> verify("EdDSA", a)));
    for (String size : List.of("256", "384", "512")) {
      for (String family : List.of("RS", "PS", "ES", "HS")) {
        String name = "io.jwt.verify_" + family.toLowerCase(java.util.Locale.ROOT) + size;
        table.add(new Builtin(name, 2, (c, a) -> verify(family + size, a)));
      }
    }
    return table;
  }

  /// A token taken apart.
  private static final class Token {
    private final String signed;
    private final ObjectValue header;
    private final String payload;
    private final byte[] signature;

    Token(String signed, ObjectValue header, String payload, byte[] signature) {
      this.signed = signed;
      this.header = header;
      this.payload = payload;
      this.signature = signature;
    }

    static Token of(String text) {
      String[] parts = text.split("\\.", -1);
      if (parts.length == 1) {
        throw BuiltinException.failed("encoded JWT had no period separators");
      }
      if (parts.length != 3) {
        throw BuiltinException.failed("encoded JWT must have 3 sections, found " + parts.length);
      }
      if (!(Encodings.json(text(parts[0])) instanceof ObjectValue header)) {
        throw BuiltinException.failed("JWT header is no object");
      }
      return new Token(parts[0] + "." + parts[1], header, text(parts[1]), bytes(parts[2]));
    }

    private static String text(String part) {
      return new String(bytes(part), StandardCharsets.UTF_8);
    }
  }

  static byte[] bytes(String base64) {
    try {
      return Base64.getUrlDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw BuiltinException.failed("illegal base64 in a token: " + e.getMessage());
    }
  }

  private static Value decode(String text) {
    Token token = Token.of(text);
    for (int nested = 0; nested < 10; nested++) {
      if (!isNested(token)) {
        break;
      }
      token = Token.of(unquoted(token.payload));
    }
    if (!(Encodings.json(token.payload) instanceof ObjectValue payload)) {
      throw BuiltinException.failed("JWT payload is no object");
    }
    return Value.array(token.header, payload, Value.of(HexFormat.of().formatHex(token.signature)));
  }

  private static boolean isNested(Token token) {
    return token.header.get("cty") instanceof Value.Str type && type.text().equals("JWT");
  }

  private static String unquoted(String payload) {
    return payload.startsWith("\"") && Encodings.json(payload) instanceof Value.Str inner
        ? inner.text()
        : payload;
  }

  private static Value verify(String algorithm, Value[] args) {
    Token token = Token.of(Args.text(args, 0));
    return Value.of(isSigned(token, algorithm, Args.text(args, 1), null));
  }

  private static boolean isSigned(
      Token token, String algorithm, String key, @Nullable String keyId) {
    byte[] signed = token.signed.getBytes(StandardCharsets.UTF_8);
    if (algorithm.startsWith("HS")) {
      byte[] mac =
          Digests.mac(
              "HmacSHA" + algorithm.substring(2), key.getBytes(StandardCharsets.UTF_8), signed);
      return MessageDigest.isEqual(mac, token.signature);
    }
    for (JwtKeys.Key candidate : JwtKeys.read(key)) {
      if ((keyId == null || candidate.id() == null || keyId.equals(candidate.id()))
          && JwtKeys.verifies(candidate.key(), algorithm, signed, token.signature)) {
        return true;
      }
    }
    return false;
  }

  private static Value decodeVerify(BuiltinContext context, Value[] args) {
    ObjectValue options = Args.object(args, 1);
    options.forEach((name, value) -> {
      if (!OPTIONS.contains(Texts.plain(name))) {
        throw BuiltinException.failed("unknown JWT validation constraint: " + Texts.plain(name));
      }
    });
    Value cert = options.get("cert");
    Value secret = options.get("secret");
    if ((cert == null) == (secret == null)) {
      throw BuiltinException.failed("exactly one of cert and secret must be given");
    }
    Token token = Token.of(Args.text(args, 0));
    ObjectValue outer = token.header;
    for (int nested = 0; nested < 10; nested++) {
      if (!accepted(token, options, cert == null ? secret : cert, secret != null)) {
        return refused();
      }
      if (!isNested(token)) {
        break;
      }
      token = Token.of(unquoted(token.payload));
      outer = token.header;
    }
    if (!(Encodings.json(token.payload) instanceof ObjectValue payload)) {
      throw BuiltinException.failed("JWT payload is no object");
    }
    BigDecimal now =
        options.get("time") instanceof Value.Num time
            ? time.decimal()
            : BigDecimal.valueOf(context.nowNanos());
    return claims(payload, options, now) ? Value.array(Value.of(true), outer, payload) : refused();
  }

  private static Value refused() {
    return Value.array(Value.of(false), ObjectValue.EMPTY, ObjectValue.EMPTY);
  }

  private static boolean accepted(
      Token token, ObjectValue options, @Nullable Value key, boolean shared) {
    if (token.header.get("crit") != null
        || !(token.header.get("alg") instanceof Value.Str algorithm)
        || !(key instanceof Value.Str text)) {
      return false;
    }
    Value wanted = options.get("alg");
    if (wanted != null && !wanted.equals(algorithm)) {
      return false;
    }
    String name = algorithm.text();
    boolean known = name.matches("(HS|RS|PS|ES)(256|384|512)|EdDSA");
    String keyId = token.header.get("kid") instanceof Value.Str id ? id.text() : null;
    return known && name.startsWith("HS") == shared && isSigned(token, name, text.text(), keyId);
  }

  private static boolean claims(ObjectValue payload, ObjectValue options, BigDecimal now) {
    Value issuer = options.get("iss");
    if (issuer != null && !issuer.equals(payload.get("iss"))) {
      return false;
    }
    Value audience = payload.get("aud");
    Value wanted = options.get("aud");
    if (wanted == null ? audience != null : !isFor(audience, wanted)) {
      return false;
    }
    BigDecimal notBefore = instant(payload, "nbf");
    BigDecimal expiry = instant(payload, "exp");
    return (notBefore == null || now.compareTo(notBefore) >= 0)
        && (expiry == null || now.compareTo(expiry) < 0);
  }

  private static boolean isFor(@Nullable Value audience, Value wanted) {
    return audience instanceof Value.Arr several
        ? several.items().contains(wanted)
        : wanted.equals(audience);
  }

  private static @Nullable BigDecimal instant(ObjectValue payload, String claim) {
    return switch (payload.get(claim)) {
      case null -> null;
      case Value.Num seconds -> seconds.decimal().scaleByPowerOfTen(9);
      default -> throw BuiltinException.failed(claim + " value must be a number");
    };
  }
}
