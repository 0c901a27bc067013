// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.journal;

import dev.atom.base.Sha256;
import dev.atom.studio.wire.Json;
import java.util.Map;

/// What an object was, as a fingerprint: SHA-256 of its canonical JSON (keys sorted, no spaces,
/// UTF-8). Equal states have equal digests; nothing of the state can be read from one.
public final class StateDigest {
  /// The digest of an object that is not there.
  public static final String ABSENT = "";

  private StateDigest() {}

  /// The digest of `state`: texts, numbers, truth values, lists and maps of them.
  public static String of(Map<String, ?> state) {
    return Sha256.hex(Json.canonical(state));
  }
}
