// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import dev.atom.audit.Durability;
import dev.atom.base.Secret;
import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.config.Env;
import dev.atom.config.MinLength;
import dev.atom.gate.listener.RequestBounds;
import dev.atom.gate.upstream.UpstreamConfig;
import dev.atom.http.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// All settings of GATE. What changes at run time (policy, agents, revocations, limits) is not
/// here.
public record GateConfig(
    @Doc("where GATE listens") Listener listener,
    @Doc("whose tokens are believed") Identity identity,
    @Doc("how GATE follows the control plane") WorldFollowing world,
    @Doc("where the rules are") Policy policy,
    @Doc("where decisions are written down") Audit audit,
    @Doc("what lies behind GATE") UpstreamConfig upstream,
    @Doc("how requests are counted") Limits limits,
    @Doc("how large and slow a request may be") RequestBounds bounds) {

  /// @param eventLoops threads that serve; 0 for one per processor
  /// @param connections most connections at once
  /// @param drain longest wait for requests under way when stopping
  /// @param corsOrigins exact origins whose pages may call from a browser
  public record Listener(
      @Default("127.0.0.1") @Doc("address to bind") String host,
      @Env("GATE_PORT") @Default("8443") @Doc("port to bind") int port,
      @Doc("GATE's own certificate") TlsFiles tls,
      @Default("0") @Doc("event loops; 0 for one per processor") int eventLoops,
      @Default("10000") @Doc("most connections at once") int connections,
      @Default("20s") @Doc("longest wait for requests under way when stopping") Duration drain,
      @Default("") @Doc("exact origins whose pages may call from a browser")
          List<String> corsOrigins) {
    public Listener {
      corsOrigins = List.copyOf(corsOrigins);
    }
  }

  /// How callers prove who they are. It must be named, so that no configuration means something
  /// else than its author thought; what is not built refuses to start and says so.
  public enum AuthMode {
    /// Nobody proves anything.
    DISABLED("GATE serves nobody whom it does not know, also on a developer's machine"),
    /// Keys that the control plane keeps.
    API_KEY("API keys are not built"),
    /// Tokens signed by the control plane.
    TOKEN(""),
    /// Tokens of somebody else's identity provider.
    OIDC("other issuers than the control plane are not built"),
    /// Client certificates.
    MTLS(
        "certificates name processes here, and no agents; it is the mode of the internal listeners");

    private final String refusal;

    AuthMode(String refusal) {
      this.refusal = refusal;
    }

    /// The name in configurations and logs.
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// @param mode must be named: there is no default
  /// @param publicKey PEM of the key that verifies; never a private one
  public record Identity(
      @Doc("how callers prove who they are") AuthMode mode,
      @Env("JWT_PUBLIC_KEY_PATH") @Doc("PEM file of the public key") Path publicKey,
      @Default("atom-studio") @Doc("who must have issued a token") String issuer,
      @Default("atom-gate") @Doc("whom a token must be for") String audience,
      @Default("30s") @Doc("tolerated difference of clocks") Duration skew) {
    public Identity {
      if (!mode.refusal.isEmpty()) {
        throw new IllegalArgumentException(
            "mode is " + mode.label() + ": " + mode.refusal + ". Use mode token");
      }
    }
  }

  /// @param poll how often the control plane is asked
  /// @param staleAfter how old its word may be before requests are refused
  public record WorldFollowing(
      @Env("DATABASE_URL") @Doc("libpq URL with a role that reads the control plane's tables")
          String databaseUrl,
      @Default("200ms") @Doc("how often the control plane is asked") Duration poll,
      @Default("700ms") @Doc("how old its word may be") Duration staleAfter) {
    public WorldFollowing {
      if (staleAfter.compareTo(poll.multipliedBy(2)) < 0) {
        throw new IllegalArgumentException(
            "stale-after " + staleAfter + " is less than two polls of " + poll);
      }
    }
  }

  /// @param directory with `base` and `custom`, or a mounted ConfigMap
  /// @param pace how often it is looked at
  public record Policy(
      @Env("OPA_BUNDLE_PATH") @Doc("folder of the .rego files") Path directory,
      @Default("1s") @Doc("how often the folder is looked at") Duration pace) {}

  /// @param durability of decisions: `strict` before the first upstream byte, or `batched`
  public record Audit(
      @Doc("libpq URL with the role that appends") String databaseUrl,
      @Env("PLATFORM_HMAC_SECRET") @Doc("what the chain is made with") Secret hmacSecret,
      @Default("500ms") @Doc("longest wait for a record to be durable") Duration timeout,
      @Default("strict") @Doc("strict or batched") Durability durability) {}

  /// @param replicas how many GATEs share a limit when the shared count is lost
  /// @param redisUrl where counts are shared; none for a single replica
  public record Limits(
      @Default("1") @Doc("how many replicas of GATE there are") int replicas,
      @MinLength(8) @Env("REDIS_URL") @Doc("where replicas share their counts")
          Optional<Secret> redisUrl,
      @Doc("PEM of the authorities of Redis, with rediss") Optional<Path> redisCa,
      @Default("60") @Doc("requests a minute of a person") int humanPerMinute) {
    public Limits {
      if (replicas < 1) {
        throw new IllegalArgumentException("replicas is " + replicas + "; at least 1 is needed");
      }
      if (humanPerMinute < 1) {
        throw new IllegalArgumentException(
            "human-per-minute is " + humanPerMinute + "; at least 1 is needed");
      }
    }
  }
}
