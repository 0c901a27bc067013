// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.account;

import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Hashes passwords with Argon2id (19 MiB, two passes, one lane) in the usual text form
/// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
///
/// At most a few are hashed at once, so that a flood of logins cannot take all memory.
final class Passwords {
  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final String PREFIX =
      "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$";
  private static final int AT_ONCE = 3;

  /// Calls of strangers that may hash or wait for it; about a second's work.
  private static final int ROOM = 16;

  private final RandomGenerator random;
  private final Semaphore memory = new Semaphore(AT_ONCE);
  private final Semaphore room = new Semaphore(ROOM);
  private final String nobody;

  private Passwords(RandomGenerator random, String nobody) {
    this.random = random;
    this.nobody = nobody;
  }

  /// @param random for salts; cryptographically strong
  static Passwords open(RandomGenerator random) {
    var nobody = new Passwords(random, "").hash("no user has this password");
    return new Passwords(random, nobody);
  }

  /// Does something that hashes for somebody unknown; empty when too many others are at it.
  ///
  /// SECURITY(T-19): strangers cannot make the whole process wait for their hashes.
  Optional<Reply> withRoom(Supplier<Reply> work) {
    if (!room.tryAcquire()) {
      return Optional.empty();
    }
    try {
      return Optional.of(work.get());
    } finally {
      room.release();
    }
  }

  /// The answer to whom [#withRoom] had no room for.
  static Reply noRoom() {
    return new Reply.Refused(
        new Problem(Problem.Code.RATE_LIMITED, "too many passwords are being checked", 1),
        Map.of());
  }

  /// The text to store for a password.
  String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return PREFIX + base64(salt) + "$" + base64(derive(password, salt));
  }

  /// Whether this is the password that was hashed. Compares in constant time.
  boolean matches(String password, String stored) {
    if (!stored.startsWith(PREFIX)) {
      throw new IllegalStateException("a stored password hash has a form that is not ours");
    }
    int middle = stored.indexOf('$', PREFIX.length());
    byte[] salt = Base64.getDecoder().decode(stored.substring(PREFIX.length(), middle));
    byte[] expected = Base64.getDecoder().decode(stored.substring(middle + 1));
    return MessageDigest.isEqual(expected, derive(password, salt));
  }

  /// Takes as long as [#matches], for an e-mail that nobody has.
  void matchesNobody(String password) {
    matches(password, nobody); // SECURITY(T-19): the time of an answer does not tell who exists
  }

  private byte[] derive(String password, byte[] salt) {
    memory.acquireUninterruptibly();
    try {
      var generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(MEMORY_KIB)
              .withIterations(PASSES)
              .withParallelism(LANES)
              .withSalt(salt)
              .build());
      byte[] hash = new byte[HASH_BYTES];
      generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
      return hash;
    } finally {
      memory.release();
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }
}
