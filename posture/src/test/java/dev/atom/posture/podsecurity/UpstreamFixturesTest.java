// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.ManifestSet;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.manifest.Workloads;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The pods with which Kubernetes tests its own admission plugin: each passes or fails as there,
/// and fails by the control it is named after.
final class UpstreamFixturesTest {
  private static final Path FOLDER = Path.of("src/test/resources/pod-security");

  /// The names of the fixtures where they are not the control's.
  private static String control(String fixture, int minor, Level level) {
    String name = fixture.replaceAll("[0-9]*\\.yaml$", "");
    return switch (name) {
      case "restrictedvolumes" -> "restrictedVolumes";
      case "hostpathvolumes" -> level == Level.RESTRICTED ? "restrictedVolumes" : "hostPathVolumes";
      case "capabilities_baseline" ->
          level == Level.RESTRICTED && minor >= 22 ? "capabilities_restricted" : name;
      case "seccompprofile_baseline" ->
          level == Level.RESTRICTED && minor >= 19
              ? "seccompProfile_restricted"
              : "seccompProfile_baseline";
      default -> name;
    };
  }

  @Test
  @Feature("J14")
  void everyFixturePassesOrFailsAsInKubernetes() throws IOException {
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    for (Path file : files()) {
      Path name = FOLDER.relativize(file);
      String expected = name.getName(2).toString();
      var version = PolicyVersion.parse(name.getName(1).toString()).orElseThrow();
      var level = Level.parse(name.getName(0).toString()).orElseThrow();
      PodVerdict verdict = PodSecurity.judge(workload(file), level, version);
      String control = control(name.getName(3).toString(), version.minor(), level);
      judged++;
      if (verdict.allowed() != expected.equals("pass")) {
        wrong.add(file + " " + verdict.violations());
      }
      if (!verdict.allowed()
          && verdict.violations().stream().noneMatch(v -> v.control().equalsIgnoreCase(control))) {
        wrong.add(file + " not by " + control + ": " + verdict.violations());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(judged).isEqualTo(838);
  }

  private static Workload workload(Path file) throws IOException {
    ManifestSet set = ManifestReader.usual().read(file.toString(), Files.readAllBytes(file));
    assertThat(set.unreadable()).isEmpty();
    return Workloads.of(set.manifests()).workloads().getFirst();
  }

  private static List<Path> files() throws IOException {
    try (var files = Files.walk(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
