// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Turns an authorization header into an [Authentication]. Total: no text makes it throw.
///
/// A token verified before is found by the SHA-256 of its text, without looking at its signature;
/// expiry is checked every time. Everything else is verified in the order algorithm, header, key,
/// signature budget, signature, issuer, audience, times, claims. Only verified tokens are
/// remembered. Immutable but for its cache and budget, and safe for concurrent use; when the keys
/// change, a new authenticator with a new cache takes its place.
public final class Authenticator {
  /// The longest token that is looked at.
  public static final int TOKEN_LENGTH_MAX = 8 << 10;

  private static final String SCHEME = "Bearer ";
  private static final JWSHeader RS256 = new JWSHeader(JWSAlgorithm.RS256);

  private final Map<String, RSASSAVerifier> verifiers;
  private final TokenRules rules;
  private final VerifiedTokenCache cache;
  private final SignatureBudget budget;
  private final String providerName;
  private final String keysDigest;

  /// An authenticator with the preferred signature provider and the default cache and budget.
  ///
  /// @param nanoClock monotonic nanoseconds, for the budget
  public Authenticator(TokenKeys keys, TokenRules rules, LongSupplier nanoClock) {
    this(
        keys,
        rules,
        new VerifiedTokenCache(VerifiedTokenCache.ENTRIES_DEFAULT),
        new SignatureBudget(SignatureBudget.PER_SECOND_DEFAULT, nanoClock),
        SignatureProviders.preferred());
  }

  /// @param keys that verify
  /// @param rules what tokens must say
  /// @param cache of this authenticator alone: what it holds was verified with `keys`
  /// @param budget of bad signatures per source; may be shared and outlive this authenticator
  /// @param provider that checks signatures, from [SignatureProviders]
  public Authenticator(
      TokenKeys keys,
      TokenRules rules,
      VerifiedTokenCache cache,
      SignatureBudget budget,
      Provider provider) {
    this.verifiers = verifiers(keys, provider);
    this.rules = rules;
    this.cache = cache;
    this.budget = budget;
    this.providerName = provider.getName();
    this.keysDigest = keys.digest();
  }

  /// Names the set of keys that verify, for the record.
  public String keysDigest() {
    return keysDigest;
  }

  /// The provider that checks signatures, such as `Conscrypt`.
  public String providerName() {
    return providerName;
  }

  /// Authenticates for a caller that knows no source; all such calls share one budget.
  public Authentication authenticate(@Nullable String authorization, Instant now) {
    return authenticate(authorization, "", now);
  }

  /// @param authorization the header's value; null when there was none
  /// @param source who sent it (a remote address), for the budget of bad signatures
  /// @param now the present
  public Authentication authenticate(@Nullable String authorization, String source, Instant now) {
    if (authorization == null || authorization.isBlank()) {
      return new Authentication.Rejected(AuthenticationFailure.MISSING, "");
    }
    int length = authorization.length() - SCHEME.length();
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        || length <= 0
        || length > TOKEN_LENGTH_MAX) {
      return new Authentication.Rejected(AuthenticationFailure.MALFORMED, "");
    }
    return authenticateToken(authorization.substring(SCHEME.length()), source, now);
  }

  private Authentication authenticateToken(String compact, String source, Instant now) {
    TokenHash hash = TokenHash.ofToken(compact);
    VerifiedToken known = cache.find(hash);
    try {
      if (known == null) {
        known = verify(compact, hash, source, now);
        requireUnexpired(known, now);
        cache.add(known);
      } else {
        // SECURITY(T-29): the cache saves the signature check, nothing else
        requireUnexpired(known, now);
      }
      return new Authentication.Authenticated(known);
    } catch (CompactToken.Refused refused) {
      return new Authentication.Rejected(refused.reason, hash.hex());
    }
  }

  private VerifiedToken verify(String compact, TokenHash hash, String source, Instant now)
      throws CompactToken.Refused {
    CompactToken token = CompactToken.parse(compact);
    RSASSAVerifier verifier = verifiers.get(token.keyId());
    if (verifier == null) {
      throw new CompactToken.Refused(AuthenticationFailure.UNKNOWN_KEY);
    }
    if (!budget.take(source)) {
      throw new CompactToken.Refused(AuthenticationFailure.TOO_MANY_FAILURES);
    }
    if (!signatureIsGood(token, verifier)) {
      throw new CompactToken.Refused(AuthenticationFailure.BAD_SIGNATURE);
    }
    budget.giveBack(source);
    return new Claims(token.payload()).verified(hash, token.keyId(), rules, now);
  }

  private static boolean signatureIsGood(CompactToken token, RSASSAVerifier verifier) {
    byte[] input = token.signingInput().getBytes(StandardCharsets.US_ASCII);
    try {
      return verifier.verify(RS256, input, Base64URL.encode(token.signature().copy()));
    } catch (JOSEException | RuntimeException e) {
      return false; // what cannot be checked is not good
    }
  }

  private void requireUnexpired(VerifiedToken token, Instant now) throws CompactToken.Refused {
    if (!now.isBefore(token.expiresAt().plus(rules.skew()))) {
      cache.remove(token.hash());
      throw new CompactToken.Refused(AuthenticationFailure.EXPIRED);
    }
  }

  private static Map<String, RSASSAVerifier> verifiers(TokenKeys keys, Provider provider) {
    Map<String, RSASSAVerifier> verifiers = new HashMap<>();
    keys.byId()
        .forEach((id, key) -> {
          var verifier = new RSASSAVerifier(key);
          verifier.getJCAContext().setProvider(provider);
          verifiers.put(id, verifier);
        });
    return Map.copyOf(verifiers);
  }
}
