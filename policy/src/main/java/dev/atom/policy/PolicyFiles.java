// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Sha256;
import dev.atom.rego.RegoSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The bytes of a policy folder at one moment: rule files by relative name, and the data document.
/// Named by the SHA-256 over names and bytes.
final class PolicyFiles {
  /// The data document's name.
  static final String DATA = "data.json";

  private final SortedMap<String, byte[]> byName;
  private final String digest;

  PolicyFiles(SortedMap<String, byte[]> byName) {
    this.byName = byName;
    this.digest = digest(byName);
  }

  /// Reads what is loaded in production: never tests.
  ///
  /// @throws IOException when the folder cannot be read as a whole
  static PolicyFiles read(Path directory) throws IOException {
    return new PolicyFiles(PolicyFolderReader.read(directory, false));
  }

  /// As [#read(Path)], with the tests, for running them.
  static PolicyFiles readWithTests(Path directory) throws IOException {
    return new PolicyFiles(PolicyFolderReader.read(directory, true));
  }

  String digest() {
    return digest;
  }

  boolean hasRules() {
    return byName.keySet().stream().anyMatch(name -> !name.equals(DATA));
  }

  List<RegoSource> sources() {
    List<RegoSource> sources = new ArrayList<>();
    byName.forEach((name, bytes) -> {
      if (!name.equals(DATA)) {
        sources.add(new RegoSource(name, text(name, bytes)));
      }
    });
    return sources;
  }

  @Nullable String data() {
    byte[] bytes = byName.get(DATA);
    return bytes == null ? null : text(DATA, bytes);
  }

  private static String text(String name, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new AtomException(ErrorCode.BAD_CONFIGURATION, name + ":1:1: is not UTF-8 text", e);
    }
  }

  private static String digest(SortedMap<String, byte[]> byName) {
    MessageDigest digest = Sha256.digest();
    byName.forEach((name, bytes) -> {
      byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(8).putInt(nameBytes.length).putInt(bytes.length).flip());
      digest.update(nameBytes);
      digest.update(bytes);
    });
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public String toString() {
    return digest + Arrays.toString(byName.keySet().toArray());
  }
}
