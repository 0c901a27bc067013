// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.kafka;

import dev.atom.base.Secret;
import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.config.Env;
import dev.atom.config.MinLength;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the brokers are, and who we are there.
///
/// @param servers where to ask for the brokers
/// @param user the SCRAM user
/// @param password its password
/// @param security whether the connection is encrypted
/// @param authority who signed the brokers' certificates
/// @param compression of what is published
public record KafkaSettings(
    @Env("KAFKA_BOOTSTRAP_SERVERS") @Doc("`host:port` of brokers to begin with.")
        List<String> servers,
    @Env("KAFKA_USER") @Default("atom-archiver") @Doc("The SCRAM-SHA-256 user.") String user,
    @Env("KAFKA_PASSWORD") @MinLength(12) @Doc("Its password.") Secret password,
    @Default("tls") @Doc("`tls`, or `plain` where the network is trusted.") Security security,
    @Doc("PEM file of the authority of the brokers' certificates; without it, those of the JDK.")
        Optional<Path> authority,
    @Default("zstd") @Doc("How published records are compressed.") Compression compression) {

  /// Whether the connection is encrypted. The password is never sent, either way.
  public enum Security {
    /// SASL over TLS, host names checked.
    TLS,
    /// SASL over plain TCP.
    PLAIN
  }

  /// How published records are compressed.
  public enum Compression {
    /// Not at all.
    NONE,
    /// The smallest.
    ZSTD,
    /// The fastest.
    LZ4
  }

  public KafkaSettings {
    servers = List.copyOf(servers);
    if (servers.isEmpty() || servers.stream().anyMatch(each -> !each.contains(":"))) {
      throw new IllegalArgumentException(
          "servers " + servers + " is no list of host:port: name at least one broker");
    }
    if (user.isBlank() || user.indexOf('"') >= 0 || user.indexOf('\\') >= 0) {
      throw new IllegalArgumentException("user '" + user + "' cannot be a SCRAM user");
    }
  }

  /// What every client of the broker is set up with.
  Map<String, Object> client() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", String.join(",", servers));
    settings.put(
        "security.protocol",
        switch (security) {
          case TLS -> "SASL_SSL";
          case PLAIN -> "SASL_PLAINTEXT";
        });
    settings.put("sasl.mechanism", "SCRAM-SHA-256");
    settings.put("sasl.jaas.config", login());
    authority.ifPresent(file -> {
      settings.put("ssl.truststore.type", "PEM");
      settings.put("ssl.truststore.location", file.toString());
    });
    settings.put("request.timeout.ms", "10000");
    settings.put("reconnect.backoff.max.ms", "2000");
    settings.put("metadata.max.age.ms", "30000");
    return settings;
  }

  private String login() {
    String quoted = password.reveal().replace("\\", "\\\\").replace("\"", "\\\"");
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
        + user
        + "\" password=\""
        + quoted
        + "\";";
  }
}
