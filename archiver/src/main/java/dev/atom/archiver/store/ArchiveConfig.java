// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

import dev.atom.base.Secret;
import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.config.Env;
import dev.atom.config.MinLength;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where exports go, and for how long they cannot be deleted.
///
/// @param kind folder or s3
/// @param folder of the write-once folder
/// @param s3 of the bucket
/// @param retention how long each object is locked
public record ArchiveConfig(
    @Default("folder") @Doc("`folder` is for one machine; `s3` needs a server with object lock.")
        Kind kind,
    @Doc("The write-once folder, for kind folder.") Optional<Path> folder,
    Optional<S3> s3,
    @Default("180d") @Doc("How long nobody can delete or overwrite an object.")
        Duration retention) {
  /// What keeps the objects.
  public enum Kind {
    /// A folder of this machine.
    FOLDER,
    /// A bucket with object lock.
    S3
  }

  /// When the SDK adds checksums of its own.
  public enum Checksums {
    /// Only where the operation demands them: right for every server.
    WHEN_REQUIRED,
    /// Always: servers before 2025 refuse such requests.
    WHEN_SUPPORTED
  }

  /// A bucket of a server that speaks S3.
  public record S3(
      @Doc("Where the server is; without it, AWS in that region.") Optional<URI> endpoint,
      @Default("us-east-1") @Doc("The region to sign for.") String region,
      @Default("atom-audit") @Doc("The bucket; made with object lock when it is missing.")
          String bucket,
      @Env("ARCHIVE_ACCESS_KEY") @Doc("Access key id of a user that may put and read, not bypass.")
          String accessKey,
      @Env("ARCHIVE_SECRET_KEY") @MinLength(8) @Doc("Its secret key.") Secret secretKey,
      @Default("when-required") @Doc("When requests carry the SDK's own checksums.")
          Checksums checksums) {}

  public ArchiveConfig {
    if (kind == Kind.FOLDER && folder.isEmpty()) {
      throw new IllegalArgumentException("folder is missing: where do exports go?");
    }
    if (kind == Kind.S3 && s3.isEmpty()) {
      throw new IllegalArgumentException("s3 is missing: which bucket do exports go to?");
    }
    if (retention.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("retention " + retention + " is below a second");
    }
  }
}
