// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver;

import dev.atom.archiver.alert.AlertConfig;
import dev.atom.archiver.export.ExportConfig;
import dev.atom.archiver.integrate.IntegrateConfig;
import dev.atom.archiver.signing.SigningConfig;
import dev.atom.archiver.store.ArchiveConfig;
import dev.atom.archiver.stream.StreamsConfig;
import dev.atom.base.Secret;
import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.config.Env;
import dev.atom.http.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The configuration of the process.
///
/// @param listener where it listens, and for whom
/// @param origin the name of the log, see `docs/audit-format.md`
/// @param databaseUrl where it reads the trail
/// @param published where the live log is written for everybody to read
/// @param signing the keys of the log
/// @param integrate how the published log is kept
/// @param audit how it writes its own records
/// @param archive where exports go
/// @param export how they are made
/// @param streams the copies of the trail
/// @param alerts what is told to whom
public record ArchiverConfig(
    Listener listener,
    @Default("atom.local/audit")
        @Doc("The log's name: a URL without scheme, in every checkpoint and manifest, for ever.")
        String origin,
    @Env("ARCHIVER_DATABASE_URL")
        @Doc("libpq URL of the database, with the role that may read the trail and nothing more.")
        String databaseUrl,
    @Doc("Folder of the live log: checkpoint, tiles and entry bundles.") Path published,
    SigningConfig signing,
    IntegrateConfig integrate,
    Audit audit,
    ArchiveConfig archive,
    ExportConfig export,
    StreamsConfig streams,
    AlertConfig alerts) {

  /// Where it listens, and for whom.
  public record Listener(
      @Default("127.0.0.1") @Doc("Address to listen on.") String host,
      @Env("ARCHIVER_PORT") @Default("4100") @Doc("Port to listen on; 0 takes a free one.")
          int port,
      TlsFiles tls,
      @Default("cli") @Doc("Common names of the client certificates that may give orders.")
          List<String> allowedClients) {
    public Listener {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port " + port + " is outside 0 to 65535");
      }
      if (tls.clientCa().isEmpty()) {
        throw new IllegalArgumentException(
            "tls.client-ca is missing: name the authorities of the clients that may call");
      }
    }
  }

  /// How it writes its own records.
  public record Audit(
      @Env("AUDIT_DATABASE_URL") @Doc("libpq URL of the database, with the role that may append.")
          String databaseUrl,
      @Env("PLATFORM_HMAC_SECRET") @Doc("The secret of the chain, the same in every process.")
          Secret hmacSecret,
      @Default("2s") @Doc("How long an append may take to become durable.")
          Duration appendTimeout) {}

  public ArchiverConfig {
    if (origin.isEmpty() || !origin.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '+')) {
      throw new IllegalArgumentException(
          "origin '" + origin + "' is not of the form host/audit, printable ASCII without '+'");
    }
  }
}
