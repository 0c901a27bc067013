// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Any bytes are read or refused with a reason, and pods are found or not; nothing is thrown. With
/// `JAZZER_FUZZ=1` bytes are made up for a minute, otherwise the kept ones are tried.
class ManifestReaderFuzzTest {
  private static final int LENGTH_MAX = 4_000;
  private static final byte[] BEGUN =
      "apiVersion: v1\nkind: Pod\nspec:\n  ".getBytes(StandardCharsets.UTF_8);

  @FuzzTest(maxDuration = "60s")
  void anyBytesAreReadOrRefused(FuzzedDataProvider data) {
    boolean begun = data.consumeBoolean();
    byte[] bytes = data.consumeBytes(LENGTH_MAX);

    ManifestSet set = ManifestReader.usual().read("fuzz", begun ? after(BEGUN, bytes) : bytes);

    assertThat(set.unreadable()).allMatch(u -> !u.why().isEmpty() && u.place().line() >= 0);
    assertThat(Cluster.of(set.manifests()).workloads()).allMatch(w -> w.containers() != null);
  }

  private static byte[] after(byte[] begun, byte[] bytes) {
    byte[] all = Arrays.copyOf(begun, begun.length + bytes.length);
    System.arraycopy(bytes, 0, all, begun.length, bytes.length);
    return all;
  }
}
