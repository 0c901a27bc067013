// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/// Reads the claims of a payload whose signature is good into a [VerifiedToken], by token type.
final class Claims {
  private static final long SECONDS_MAX = 253_402_300_799L;

  private final Map<String, Object> payload;

  Claims(Map<String, Object> payload) {
    this.payload = payload;
  }

  VerifiedToken verified(TokenHash hash, String keyId, TokenRules rules, Instant now)
      throws CompactToken.Refused {
    requireIssuerAndAudience(rules);
    Instant issuedAt = instant("iat");
    Instant expiresAt = instant("exp");
    Instant latest = now.plus(rules.skew());
    if (issuedAt.isAfter(latest)
        || (payload.containsKey("nbf") && instant("nbf").isAfter(latest))) {
      throw new CompactToken.Refused(AuthenticationFailure.NOT_YET_VALID);
    }
    String jti = id("jti");
    return switch (text("type")) {
      case "agent" -> new VerifiedToken(agent(), kind(), hash, jti, keyId, issuedAt, expiresAt);
      case "human" ->
          new VerifiedToken(human(), TokenKind.HUMAN, hash, jti, keyId, issuedAt, expiresAt);
      default -> throw wrong();
    };
  }

  private void requireIssuerAndAudience(TokenRules rules) throws CompactToken.Refused {
    if (!rules.issuer().equals(payload.get("iss"))) {
      throw new CompactToken.Refused(AuthenticationFailure.WRONG_ISSUER);
    }
    Object audience = payload.get("aud");
    boolean ours =
        audience instanceof Collection<?> several
            ? several.contains(rules.audience())
            : rules.audience().equals(audience);
    if (!ours) {
      throw new CompactToken.Refused(AuthenticationFailure.WRONG_AUDIENCE);
    }
  }

  private Principal agent() throws CompactToken.Refused {
    var agent = new Principal.Agent(new AgentId(id("agent_id")), new DomainId(id("domain_id")));
    if (!agent.subject().equals(text("sub"))) {
      throw wrong();
    }
    return agent;
  }

  private TokenKind kind() throws CompactToken.Refused {
    TokenKind kind = TokenKind.read(text("kind")).orElseThrow(Claims::wrong);
    if (kind == TokenKind.HUMAN) {
      throw wrong();
    }
    return kind;
  }

  private Principal human() throws CompactToken.Refused {
    Role role = Role.read(text("role")).orElseThrow(Claims::wrong);
    return new Principal.Human(new UserId(id("sub")), role);
  }

  private String id(String name) throws CompactToken.Refused {
    String text = text(name);
    if (!CanonicalUuid.matches(text)) {
      throw wrong();
    }
    return text;
  }

  private String text(String name) throws CompactToken.Refused {
    if (payload.get(name) instanceof String text) {
      return text;
    }
    throw wrong();
  }

  private Instant instant(String name) throws CompactToken.Refused {
    if (payload.get(name) instanceof Long seconds && seconds >= 0 && seconds <= SECONDS_MAX) {
      return Instant.ofEpochSecond(seconds);
    }
    throw wrong();
  }

  private static CompactToken.Refused wrong() {
    return new CompactToken.Refused(AuthenticationFailure.WRONG_CLAIMS);
  }
}
