// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.ManifestSet;
import dev.atom.posture.manifest.ReadBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The objects that a chart makes, rendered by the `helm` of this machine.
final class HelmSource {
  private HelmSource() {}

  /// What `chart` makes with `values` as the release `release` in `namespace`.
  static ManifestSet read(
      String chart, List<String> values, String release, String namespace, Console console) {
    Tool helm =
        Tool.find("helm", "ATOM_HELM", console)
            .orElseThrow(() ->
                new AtomException(
                    ErrorCode.DEPENDENCY_UNAVAILABLE,
                    "--helm needs the program helm: put it on the PATH, or name it in ATOM_HELM;"
                        + " 'helm template … | ./atom posture check -' elsewhere does the same"));
    List<String> arguments =
        new ArrayList<>(List.of("template", release, chart, "--namespace", namespace));
    values.forEach(file -> arguments.addAll(List.of("--values", file)));
    byte[] rendered = helm.run(arguments, Map.of());
    return new ManifestReader(ReadBounds.USUAL, namespace).read("helm:" + chart, rendered);
  }
}
