// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.uplink;

import dev.atom.base.ByteSize;
import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.config.Env;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where intake is and who we are there. There is no way to turn TLS off.
///
/// @param ca the authorities that intake's certificate must come from
/// @param pins SHA-256 of public keys, one of which the certificate must have
/// @param apiKeyFile the other way to say who we are
/// @param client our certificate, for mutual TLS
/// @param signingKeyFile signs batches
public record IntakeConfig(
    @Env("INTAKE_HOST") @Doc("Host name of intake, as its certificate says.") String host,
    @Env("INTAKE_PORT") @Default("4443") @Doc("Its port.") int port,
    @Env("INTAKE_CA") @Doc("PEM file of the authorities that its certificate must come from.")
        Path ca,
    @Default("")
        @Doc(
            "SHA-256 (64 hex digits) of public keys (SubjectPublicKeyInfo); its certificate must have"
                + " one of them. Empty: any key that the authority vouches for.")
        List<String> pins,
    @Doc("Our certificate and key, for mutual TLS.") Optional<ClientKey> client,
    @Env("INTAKE_API_KEY_FILE")
        @Doc("File with the API key, mode 0600; instead of mutual TLS, or with it.")
        Optional<Path> apiKeyFile,
    @Env("INTAKE_SIGNING_KEY")
        @Doc("PEM file with the Ed25519 key that signs batches (private and public), mode 0600.")
        Path signingKeyFile,
    Limits limits) {

  /// Our certificate and key.
  public record ClientKey(
      @Env("INTAKE_CERTIFICATE") @Doc("PEM file of our certificate chain.") Path certificate,
      @Env("INTAKE_KEY") @Doc("PEM file of its private key (PKCS#8), mode 0600.") Path key) {}

  /// The uplink's bounds and times.
  public record Limits(
      @Default("4MiB") @Doc("What may wait while intake cannot be reached; then the oldest goes.")
          ByteSize buffer,
      @Default("1s") @Doc("The longest that something waits for others to be sent with it.")
          Duration flush,
      @Default("60s") @Doc("How often facts are said to be still so; intake forgets after 5 min.")
          Duration heartbeat,
      @Default("10m") @Doc("The age at which a stream is replaced by a new one.")
          Duration streamAge,
      @Default("500ms") @Doc("The first wait after a failure; each next is up to twice as long.")
          Duration retryFirst,
      @Default("60s") @Doc("The longest wait after a failure.") Duration retryMax) {
    public Limits {
      positive("flush", flush);
      positive("heartbeat", heartbeat);
      positive("stream-age", streamAge);
      positive("retry-first", retryFirst);
      if (retryMax.compareTo(retryFirst) < 0) {
        throw new IllegalArgumentException("retry-max is shorter than retry-first");
      }
    }

    private static void positive(String name, Duration value) {
      if (!value.isPositive()) {
        throw new IllegalArgumentException(name + " must be longer than nothing");
      }
    }
  }

  public IntakeConfig {
    pins = List.copyOf(pins);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is outside 1 to 65535");
    }
    if (client.isEmpty() && apiKeyFile.isEmpty()) {
      throw new IllegalArgumentException(
          "neither client (mutual TLS) nor api-key-file says who we are; give one");
    }
    for (String pin : pins) {
      if (!pin.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException("the pin '" + pin + "' is not 64 lower-case hex digits");
      }
    }
  }
}
