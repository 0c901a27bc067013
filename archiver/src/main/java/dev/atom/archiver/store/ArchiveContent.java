// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Bytes to be stored, which can be read more than once, and their digest.
public final class ArchiveContent {
  private static final int BUFFER = 1 << 16;

  private final Source source;
  private final long length;
  private final String sha256;

  /// Opens the bytes once more.
  @FunctionalInterface
  private interface Source {
    InputStream open() throws IOException;
  }

  private ArchiveContent(Source source, long length, String sha256) {
    this.source = source;
    this.length = length;
    this.sha256 = sha256;
  }

  /// These bytes, which must not change.
  public static ArchiveContent of(byte[] bytes) {
    return new ArchiveContent(
        () -> new ByteArrayInputStream(bytes), bytes.length, hex(Sha256.digest().digest(bytes)));
  }

  /// What is in `file`, which must not change.
  public static ArchiveContent of(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new ArchiveContent(() -> Files.newInputStream(file), Files.size(file), sha256(in));
    } catch (IOException e) {
      throw new AtomException(ErrorCode.INTERNAL, file + " cannot be read: " + e, e);
    }
  }

  /// How many bytes.
  public long length() {
    return length;
  }

  /// SHA-256, hex.
  public String sha256() {
    return sha256;
  }

  /// Opens the bytes.
  public InputStream open() {
    try {
      return source.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// SHA-256 of all that comes from `in`, hex; does not close it.
  public static String sha256(InputStream in) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return hex(digest.digest());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
