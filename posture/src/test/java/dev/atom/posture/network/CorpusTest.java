// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The known cases of connectivity, each with the lines that are expected of it.
@Feature("J13")
final class CorpusTest {
  @ParameterizedTest
  @MethodSource("cases")
  void tellsTheConnectionsThatAreKnown(Path folder) throws IOException {
    var lines = Networks.lines(Networks.read(folder.resolve("input")));

    assertThat(lines).isEqualTo(expected(folder));
  }

  /// A long answer is kept compressed.
  private static List<String> expected(Path folder) throws IOException {
    Path packed = folder.resolve("expected.txt.gz");
    if (!Files.exists(packed)) {
      return Files.readAllLines(folder.resolve("expected.txt"));
    }
    try (var in = new GZIPInputStream(Files.newInputStream(packed))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void hasEveryCase() throws Exception {
    assertThat(cases()).hasSize(23);
  }

  static List<Path> cases() throws IOException, URISyntaxException {
    var root = Objects.requireNonNull(CorpusTest.class.getResource("corpus"), "corpus");
    try (Stream<Path> folders = Files.list(Path.of(root.toURI()))) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }
}
