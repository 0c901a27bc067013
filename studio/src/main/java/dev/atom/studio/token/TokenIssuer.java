// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.atom.base.Secret;
import dev.atom.base.Sha256;
import dev.atom.identity.Principal;
import dev.atom.identity.TokenKind;
import dev.atom.studio.store.Agents;
import dev.atom.studio.store.Users;
import dev.atom.studio.wire.Uuids;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Signs the tokens by which agents and people are known. RS256; times count whole seconds.
public final class TokenIssuer {
  /// Claim `iss` of every token.
  public static final String ISSUER = "atom-studio";

  /// The audience that the control plane itself asks for.
  public static final String STUDIO = "atom-studio";

  /// The audience that the gateway asks for.
  public static final String GATE = "atom-gate";

  private final RSASSASigner signer;
  private final JWSHeader header;
  private final RandomGenerator random;
  private final Duration agentLifetime;
  private final Duration humanLifetime;

  public TokenIssuer(
      SigningKey key, RandomGenerator random, Duration agentLifetime, Duration humanLifetime) {
    this.signer = new RSASSASigner(key.privateKey());
    this.header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(JOSEObjectType.JWT)
            .keyID(key.keyId())
            .build();
    this.random = random;
    this.agentLifetime = agentLifetime;
    this.humanLifetime = humanLifetime;
  }

  /// How long an agent's token lives at most.
  public Duration agentLifetime() {
    return agentLifetime;
  }

  /// A token for an agent, of one of the two kinds agents have.
  public IssuedToken forAgent(Agents.Agent agent, TokenKind kind, Instant now) {
    if (kind == TokenKind.HUMAN) {
      throw new IllegalArgumentException("agents have no token of kind " + kind);
    }
    var claims =
        new JWTClaimsSet.Builder()
            .subject(subject(agent.id()))
            .claim("type", "agent")
            .claim("kind", kind.written())
            .claim("agent_id", agent.id().toString())
            .claim("domain_id", agent.domainId().toString())
            .audience(GATE);
    return sign(claims, now, agentLifetime);
  }

  /// A person's access token.
  public IssuedToken forUser(Users.User user, Instant now) {
    return forUser(user, List.of(STUDIO, GATE), now);
  }

  /// The access token of somebody who can do nothing before the password is changed: GATE, whose
  /// audience it does not name, refuses it.
  public IssuedToken forPasswordChange(Users.User user, Instant now) {
    return forUser(user, List.of(STUDIO), now);
  }

  private IssuedToken forUser(Users.User user, List<String> audience, Instant now) {
    var claims =
        new JWTClaimsSet.Builder()
            .subject(user.id().toString())
            .claim("type", "human")
            .claim("role", user.role().written())
            .audience(audience);
    return sign(claims, now, humanLifetime);
  }

  /// The subject of an agent's tokens.
  public static String subject(UUID agent) {
    return Principal.Agent.SUBJECT_PREFIX + agent;
  }

  private IssuedToken sign(JWTClaimsSet.Builder claims, Instant now, Duration lifetime) {
    var id = Uuids.random(random);
    var issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
    var expiresAt = issuedAt.plus(lifetime);
    claims
        .issuer(ISSUER)
        .jwtID(id.toString())
        .issueTime(Date.from(issuedAt))
        .expirationTime(Date.from(expiresAt));
    var token = new SignedJWT(header, claims.build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("signing failed", e);
    }
    var text = token.serialize();
    return new IssuedToken(id, Secret.of(text), Sha256.hex(text), issuedAt, expiresAt);
  }
}
