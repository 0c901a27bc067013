// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.cli.PrivateFiles;
import dev.atom.postgres.AtomRole;
import dev.atom.postgres.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Writes the configuration of each process at every start, from what this instance is: ports,
/// files, database. What a person writes into them is overwritten: environment variables of the
/// processes change settings, and an installation that must differ more is run without `up`.
final class ConfigFiles {
  private static final String PROVIDERS =
      """
      # Who answers which model. Yours to change; in force from the next ./atom up on.
      # A server that speaks OpenAI's wire format is added like this:
      #   - name: ollama
      #     kind: openai-compatible
      #     base-url: http://127.0.0.1:11434
      #     models: [llama3.2]
      providers:
        - name: offline
          kind: offline
          models: [atom-small, atom-embed]
      """;

  private final DataFolder data;
  private final Map<String, Integer> ports;
  private final EmbeddedPostgres postgres;

  ConfigFiles(DataFolder data, Map<String, Integer> ports, EmbeddedPostgres postgres) {
    this.data = data;
    this.ports = ports;
    this.postgres = postgres;
  }

  void write() {
    if (!Files.exists(data.providers())) {
      PrivateFiles.write(data.providers(), PROVIDERS);
    }
    PrivateFiles.write(data.config(DataFolder.STUDIO), studio());
    PrivateFiles.write(data.config(DataFolder.LLM), llm());
    PrivateFiles.write(data.config(DataFolder.GATE), gate());
    PrivateFiles.write(data.config(DataFolder.ARCHIVER), archiver());
    PrivateFiles.write(data.config(DataFolder.WITNESS), witness());
  }

  /// A client certificate is asked for and not required here: people come with a token, GATE and
  /// the supervisor show theirs too.
  private String studio() {
    return """
    # Written by ./atom up at every start.
    listener:
      host: 127.0.0.1
      port: %d
      tls:
        certificate: %s
        key: %s
        client-ca: %s
    database:
      url: %s
      migration-url: %s
    tokens:
      private-key: %s
      public-key: %s
    encryption-key: %s
    audit:
      database-url: %s
      hmac-secret: %s
    bootstrap:
      admin-email: %s
      admin-password-file: %s
    accounts:
      # The first password is random and lies in a file that only you can read.
      enforce-password-change: false
    default-models: ["atom-small", "atom-embed"]
    """
        .formatted(
            ports.get(DataFolder.STUDIO),
            quoted(data.certificate(DataFolder.STUDIO)),
            quoted(data.privateKey(DataFolder.STUDIO)),
            quoted(data.etc(DataFolder.STUDIO).resolve("ca.pem")),
            url(AtomRole.ATOM_STUDIO),
            url(AtomRole.ATOM_OWNER),
            quoted(InstanceSecrets.signingKey(data)),
            quoted(InstanceSecrets.verifyingKey(data, DataFolder.STUDIO)),
            secret(data.encryptionKey()),
            url(AtomRole.ATOM_AUDIT),
            secret(data.hmacSecret()),
            InstanceState.ADMIN_USER,
            quoted(data.adminPassword()));
  }

  private String gate() {
    Path etc = data.etc(DataFolder.GATE);
    return """
    # Written by ./atom up at every start.
    listener:
      host: 127.0.0.1
      port: %d
      tls:
        certificate: %s
        key: %s
    identity:
      mode: token
      public-key: %s
      issuer: atom-studio
      audience: atom-gate
    world:
      database-url: %s
      poll: 200ms
      stale-after: 700ms
    policy:
      directory: %s
    audit:
      database-url: %s
      hmac-secret: %s
    upstream:
      llm-url: https://127.0.0.1:%d
      studio-url: https://127.0.0.1:%d
      tls:
        certificate: %s
        key: %s
        ca: %s
    """
        .formatted(
            ports.get(DataFolder.GATE),
            quoted(data.certificate(DataFolder.GATE)),
            quoted(data.privateKey(DataFolder.GATE)),
            quoted(InstanceSecrets.verifyingKey(data, DataFolder.GATE)),
            url(AtomRole.ATOM_GATE),
            quoted(data.policies()),
            url(AtomRole.ATOM_AUDIT),
            secret(data.hmacSecret()),
            ports.get(DataFolder.LLM),
            ports.get(DataFolder.STUDIO),
            quoted(data.certificate(DataFolder.GATE)),
            quoted(data.privateKey(DataFolder.GATE)),
            quoted(etc.resolve("ca.pem")));
  }

  private String llm() {
    return """
    # Written by ./atom up at every start.
    listener:
      host: 127.0.0.1
      port: %d
      tls:
        certificate: %s
        key: %s
        client-ca: %s
      allowed-clients: [gate]
    encryption-key: %s
    audit:
      database-url: %s
      hmac-secret: %s
    """
            .formatted(
                ports.get(DataFolder.LLM),
                quoted(data.certificate(DataFolder.LLM)),
                quoted(data.privateKey(DataFolder.LLM)),
                quoted(data.etc(DataFolder.LLM).resolve("ca.pem")),
                secret(data.encryptionKey()),
                url(AtomRole.ATOM_AUDIT),
                secret(data.hmacSecret()))
        + PrivateFiles.read(data.providers())
        + "\n";
  }

  private String archiver() {
    return """
    # Written by ./atom up at every start.
    listener:
      host: 127.0.0.1
      port: %d
      tls:
        certificate: %s
        key: %s
        client-ca: %s
    database-url: %s
    published: %s
    signing:
      key-file: %s
    integrate:
      state: %s
      witnesses:
        - url: https://127.0.0.1:%d
          vkey: %s
          ca: %s
    audit:
      database-url: %s
      hmac-secret: %s
    archive:
      kind: folder
      folder: %s
    export:
      vault: %s
      work: %s
      retention:
        database-url: %s
    """
        .formatted(
            ports.get(DataFolder.ARCHIVER),
            quoted(data.certificate(DataFolder.ARCHIVER)),
            quoted(data.privateKey(DataFolder.ARCHIVER)),
            quoted(data.etc(DataFolder.ARCHIVER).resolve("ca.pem")),
            url(AtomRole.ATOM_ARCHIVER),
            quoted(data.archive()),
            quoted(data.checkpointKey()),
            quoted(data.signedState()),
            ports.get(DataFolder.WITNESS),
            quotedText(
                vkey(data.witnessKey(), DataFolder.WITNESS_NAME, KeyType.COSIGNATURE_ED25519)),
            quoted(data.etc(DataFolder.ARCHIVER).resolve("ca.pem")),
            url(AtomRole.ATOM_AUDIT),
            secret(data.hmacSecret()),
            quoted(data.archive()),
            quoted(data.hmacVault()),
            quoted(data.etc(DataFolder.ARCHIVER).resolve("work")),
            url(AtomRole.ATOM_RETENTION));
  }

  /// It stands beside what it watches, so it shows an accident and a restored backup, not the owner
  /// of this machine: for that it must run elsewhere.
  private String witness() {
    return """
    # Written by ./atom up at every start.
    listener:
      host: 127.0.0.1
      port: %d
      tls:
        certificate: %s
        key: %s
    name: %s
    key-file: %s
    state: %s
    logs:
      - origin: %s
        vkeys: [%s]
    """
        .formatted(
            ports.get(DataFolder.WITNESS),
            quoted(data.certificate(DataFolder.WITNESS)),
            quoted(data.privateKey(DataFolder.WITNESS)),
            DataFolder.WITNESS_NAME,
            quoted(data.witnessKey()),
            quoted(data.witnessMemory()),
            DataFolder.LOG_NAME,
            quotedText(vkey(data.checkpointKey(), DataFolder.LOG_NAME, KeyType.ED25519)));
  }

  private static String vkey(Path key, String name, KeyType type) {
    return SigningKeyFile.open(key, name, type).publicKey().text();
  }

  private String url(AtomRole role) {
    return quotedText(postgres.url(role));
  }

  private static String secret(Path file) {
    return quotedText("file:" + file);
  }

  private static String quoted(Path path) {
    return quotedText(path.toString());
  }

  /// A YAML single-quoted scalar: nothing in it has a meaning but the quote.
  private static String quotedText(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
