// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// What another JVM holds in memory: its heap, after a collection, as whoever may attach gets it.
final class HeapDump {
  private static final int BLOCK = 1 << 20;

  private HeapDump() {}

  /// Dumps the heap of process `pid` into `file`.
  static Path of(long pid, Path file) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Path said = file.resolveSibling(file.getFileName() + ".log");
    var process =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.heap_dump", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(file).as(Files.readString(said)).isNotEmptyFile();
    return file;
  }

  /// The forms in which `bytes` could lie in memory, by their names.
  static Map<String, byte[]> forms(String name, byte[] bytes) {
    Map<String, byte[]> forms = new TreeMap<>();
    var hex = HexFormat.of();
    forms.put(name + ", raw", bytes);
    forms.put(name + ", hex", ascii(hex.formatHex(bytes)));
    forms.put(name + ", upper-case hex", ascii(hex.withUpperCase().formatHex(bytes)));
    // however it is aligned in a longer text: the characters that only its own bytes decide
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[shift + bytes.length];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      int begin = (8 * shift + 5) / 6;
      int end = 8 * shifted.length / 6;
      forms.put(name + ", base64 at " + shift, ascii(text.substring(begin, end)));
    }
    return forms;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// The names of those `needles` that `file` holds.
  static List<String> holds(Path file, Map<String, byte[]> needles) throws IOException {
    List<String> found = new ArrayList<>();
    int longest = needles.values().stream().mapToInt(each -> each.length).max().orElse(1);
    byte[] window = new byte[BLOCK + longest];
    int kept = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BLOCK)) {
      for (int n = in.readNBytes(window, kept, BLOCK);
          n > 0;
          n = in.readNBytes(window, kept, BLOCK)) {
        int end = kept + n;
        for (var needle : needles.entrySet()) {
          if (!found.contains(needle.getKey()) && contains(window, end, needle.getValue())) {
            found.add(needle.getKey());
          }
        }
        kept = Math.min(end, longest - 1);
        System.arraycopy(window, end - kept, window, 0, kept);
      }
    }
    return found;
  }

  private static boolean contains(byte[] window, int end, byte[] needle) {
    byte first = needle[0];
    for (int i = 0; i <= end - needle.length; i++) {
      if (window[i] == first
          && Arrays.equals(window, i, i + needle.length, needle, 0, needle.length)) {
        return true;
      }
    }
    return false;
  }
}
