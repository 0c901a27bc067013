// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Renders one chart with the Helm that is built in, and ends. A process of its own, because Helm
/// is native code: a crash of it is not ours.
///
/// Arguments: where the objects go, the chart, the release, the namespace, then files of values.
public final class HelmMain {
  private HelmMain() {}

  public static void main(String[] arguments) throws IOException {
    var template =
        new Helm(Path.of(arguments[1]))
            .template()
            .withName(arguments[2])
            .withNamespace(arguments[3]);
    for (int i = 4; i < arguments.length; i++) {
      template.withValuesFile(Path.of(arguments[i]));
    }
    try {
      Files.writeString(Path.of(arguments[0]), template.call(), StandardCharsets.UTF_8);
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
