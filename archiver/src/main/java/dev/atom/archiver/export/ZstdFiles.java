// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.export;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.atom.audit.export.ExportEntries.Unpacked;
import dev.atom.audit.export.ExportSource;
import dev.atom.audit.export.ExportVerifier.DifferingException;
import dev.atom.audit.export.ExportVerifier.FileOpener;
import dev.atom.audit.export.Manifest.ExportFile;
import dev.atom.base.Sha256;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;

/// Packs and unpacks the files of an export. What is unpacked lies in a folder of this machine
/// until it was read, one file at a time.
public final class ZstdFiles implements FileOpener {
  private static final int LEVEL = 6;

  /// More than any honest file unpacks to: a file cannot fill the disk of whoever checks it.
  private static final long UNPACKED_BYTES_MAX = 8L << 30;

  private final Path folder;

  /// @param folder is there, and belongs to this process
  public ZstdFiles(Path folder) {
    this.folder = folder;
  }

  /// Packs `from` into `to`.
  public static void pack(Path from, Path to) throws IOException {
    try (var out =
        new ZstdOutputStream(new BufferedOutputStream(Files.newOutputStream(to)), LEVEL)) {
      out.setChecksum(true);
      Files.copy(from, out);
    }
  }

  @Override
  public Unpacked open(ExportSource source, ExportFile file)
      throws IOException, DifferingException {
    Path unpacked = Files.createTempFile(folder, "lines-", ".jsonl");
    try {
      copy(source, file, unpacked);
      return new Temporary(unpacked);
    } catch (IOException | DifferingException | RuntimeException e) {
      Files.delete(unpacked);
      throw e;
    }
  }

  private static void copy(ExportSource source, ExportFile file, Path to)
      throws IOException, DifferingException {
    var digest = Sha256.digest();
    var counted = new Counted(source.open(file));
    try (var in = new DigestInputStream(new BufferedInputStream(counted), digest);
        var zstd = new ZstdInputStream(in);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
      bounded(zstd, out, file);
      in.transferTo(OutputStream.nullOutputStream());
    } catch (ZstdIOException e) {
      throw new DifferingException("it cannot be unpacked: " + e.getMessage());
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (counted.bytes != file.length() || !found.equals(file.sha256())) {
      throw new DifferingException(
          "it has %d bytes and the digest %s, the manifest says %d and %s"
              .formatted(counted.bytes, found, file.length(), file.sha256()));
    }
  }

  private static void bounded(InputStream in, OutputStream out, ExportFile file)
      throws IOException, DifferingException {
    byte[] buffer = new byte[1 << 16];
    long left = UNPACKED_BYTES_MAX;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      left -= n;
      if (left < 0) {
        throw new DifferingException(file.name() + " unpacks to too much");
      }
      out.write(buffer, 0, n);
    }
  }

  /// Counts what is read.
  private static final class Counted extends FilterInputStream {
    private long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      bytes += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      int n = super.read(target, from, length);
      bytes += Math.max(0, n);
      return n;
    }
  }

  /// A file that goes when it was read.
  record Temporary(Path path) implements Unpacked {
    @Override
    public void close() {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
