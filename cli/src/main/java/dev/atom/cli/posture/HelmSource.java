// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.ManifestSet;
import dev.atom.posture.manifest.ReadBounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The objects that a chart makes: rendered by the `helm` of this machine, which its users know, or
/// by the one that is built in.
final class HelmSource {
  /// What native code in this process would need is given to the one it runs in.
  private static final List<String> CHILD_JVM =
      List.of(
          "-Xmx128m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED");

  private HelmSource() {}

  /// What `chart` makes with `values` as the release `release` in `namespace`.
  static ManifestSet read(
      String chart, List<String> values, String release, String namespace, Console console) {
    if (!Files.exists(Path.of(chart))) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST,
          "--helm: there is no chart " + chart + ": name its folder or file");
    }
    Optional<Tool> helm = Tool.find("helm", "ATOM_HELM", console);
    byte[] rendered =
        helm.isPresent()
            ? byHelm(helm.get(), chart, values, release, namespace)
            : builtIn(chart, values, release, namespace);
    return new ManifestReader(ReadBounds.USUAL, namespace).read("helm:" + chart, rendered);
  }

  private static byte[] byHelm(
      Tool helm, String chart, List<String> values, String release, String namespace) {
    List<String> arguments =
        new ArrayList<>(List.of("template", release, chart, "--namespace", namespace));
    values.forEach(file -> arguments.addAll(List.of("--values", file)));
    return helm.run(arguments);
  }

  private static byte[] builtIn(
      String chart, List<String> values, String release, String namespace) {
    try {
      Path out = Files.createTempFile("atom-helm", ".yaml");
      try {
        List<String> arguments = new ArrayList<>(CHILD_JVM);
        arguments.addAll(
            List.of("-cp", System.getProperty("java.class.path"), HelmMain.class.getName()));
        arguments.addAll(List.of(out.toString(), chart, release, namespace));
        arguments.addAll(values);
        Tool.java().run(arguments);
        return Files.readAllBytes(out);
      } finally {
        Files.deleteIfExists(out);
      }
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE, "the chart cannot be rendered: " + e.getMessage(), e);
    }
  }
}
