// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The public keys that verify tokens, by key id. Immutable; at least one key.
///
/// A key id is the first 16 hex characters of the SHA-256 of the key's SPKI encoding, so it follows
/// from the key and cannot be chosen.
public final class TokenKeys {
  /// The smallest RSA modulus of our own token keys.
  public static final int OWN_BITS_MIN = 4096;

  private static final int BITS_FLOOR = 2048;
  private static final int KEY_ID_LENGTH = 16;

  private final SortedMap<String, RSAPublicKey> byId;
  private final String digest;

  private TokenKeys(SortedMap<String, RSAPublicKey> byId) {
    this.byId = byId;
    var digest = Sha256.digest();
    byId.values().forEach(key -> digest.update(key.getEncoded()));
    this.digest = java.util.HexFormat.of().formatHex(digest.digest());
  }

  /// Keys of at least [#OWN_BITS_MIN] bits.
  ///
  /// @throws AtomException BAD_CONFIGURATION when one is weaker, or there is none
  public static TokenKeys of(Collection<RSAPublicKey> keys) {
    return of(keys, OWN_BITS_MIN);
  }

  /// Keys of at least `bitsMin` bits, itself at least 2048.
  ///
  /// @throws AtomException BAD_CONFIGURATION when one is weaker, or there is none
  public static TokenKeys of(Collection<RSAPublicKey> keys, int bitsMin) {
    SortedMap<String, RSAPublicKey> byId = new TreeMap<>();
    for (RSAPublicKey key : keys) {
      requireStrong(key, bitsMin, "key " + keyId(key));
      byId.put(keyId(key), key);
    }
    if (byId.isEmpty()) {
      throw bad("no public key is given: tokens could not be verified");
    }
    return new TokenKeys(byId);
  }

  /// Keys from PEM files with `PUBLIC KEY` blocks (SPKI), of at least [#OWN_BITS_MIN] bits.
  ///
  /// @throws AtomException BAD_CONFIGURATION naming the file when it cannot be read, holds no such
  ///   key, a weaker one, or a private key
  public static TokenKeys fromPemFiles(List<Path> files) {
    List<RSAPublicKey> keys = new ArrayList<>();
    for (Path file : files) {
      keys.addAll(readPem(file));
    }
    return of(keys);
  }

  /// The key id of a public key.
  public static String keyId(PublicKey key) {
    return Sha256.hex(key.getEncoded()).substring(0, KEY_ID_LENGTH);
  }

  /// The key with this id.
  public Optional<RSAPublicKey> find(String keyId) {
    return Optional.ofNullable(byId.get(keyId));
  }

  /// All keys by id, sorted.
  public Map<String, RSAPublicKey> byId() {
    return java.util.Collections.unmodifiableSortedMap(byId);
  }

  /// The SHA-256 hex over all keys' SPKI encodings in order of key id: names this set.
  public String digest() {
    return digest;
  }

  private static List<RSAPublicKey> readPem(Path file) {
    List<RSAPublicKey> keys = new ArrayList<>();
    for (Pem block : Pem.blocks(read(file))) {
      if (block.isPrivateKey()) {
        // SECURITY(T-01): a process that verifies tokens must not be able to sign them
        throw bad(
            file
                + " holds a private key; give the file with the PUBLIC KEY only, and keep the"
                + " private key where only its owner reads it");
      }
      if (block.label().equals("PUBLIC KEY")) {
        keys.add(requireStrong(decode(block, file), OWN_BITS_MIN, file.toString()));
      }
    }
    if (keys.isEmpty()) {
      throw bad(file + " holds no PUBLIC KEY block; write it with: openssl pkey -pubout");
    }
    return keys;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, "public key file " + file + " cannot be read: " + e, e);
    }
  }

  private static RSAPublicKey decode(Pem block, Path file) {
    try {
      var spec = new X509EncodedKeySpec(block.bytes().copy());
      if (KeyFactory.getInstance("RSA").generatePublic(spec) instanceof RSAPublicKey key) {
        return key;
      }
    } catch (GeneralSecurityException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, file + " holds a PUBLIC KEY that is not RSA", e);
    }
    throw bad(file + " holds a PUBLIC KEY that is not RSA");
  }

  private static RSAPublicKey requireStrong(RSAPublicKey key, int bitsMin, String where) {
    int needed = Math.max(bitsMin, BITS_FLOOR);
    if (key.getModulus().bitLength() < needed) {
      throw bad(
          where
              + " has "
              + key.getModulus().bitLength()
              + " bits; at least "
              + needed
              + " are needed");
    }
    return key;
  }

  private static AtomException bad(String message) {
    return new AtomException(ErrorCode.BAD_CONFIGURATION, message);
  }
}
