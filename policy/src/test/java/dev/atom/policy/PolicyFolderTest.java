// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFolderTest {
  private static final String ALLOW = "package atom.authz\n\nallow if true\n";
  private static final String FREEZE = "package atom.authz\n\ndeny contains \"frozen\" if true\n";

  @TempDir Path mount;

  @Test
  void aConfigMapUpdateIsSeenByItsContent() throws Exception {
    publish("2026_01", "allow.rego", ALLOW);
    Files.createSymbolicLink(mount.resolve("allow.rego"), Path.of("..data", "allow.rego"));
    PolicyFolder folder = PolicyFolder.open(mount);
    assertThat(permits(folder)).isTrue();
    assertThat(folder.check()).isEqualTo(new PolicyFolder.Check.Unchanged());

    publish("2026_02", "allow.rego", ALLOW + FREEZE.replace("package atom.authz\n", ""));

    assertThat(folder.check()).isInstanceOf(PolicyFolder.Check.Loaded.class);
    assertThat(permits(folder)).isFalse();
    assertThat(folder.check()).isEqualTo(new PolicyFolder.Check.Unchanged());
  }

  @Test
  void aRepublishedConfigMapWithTheSameContentIsNoChange() throws Exception {
    publish("2026_01", "allow.rego", ALLOW);
    Files.createSymbolicLink(mount.resolve("allow.rego"), Path.of("..data", "allow.rego"));
    PolicyFolder folder = PolicyFolder.open(mount);

    publish("2026_02", "allow.rego", ALLOW);

    assertThat(folder.check()).isEqualTo(new PolicyFolder.Check.Unchanged());
  }

  @Test
  void mountsOnBaseAndCustomAreFollowed() throws Exception {
    Samples.write(mount, "base/..a/allow.rego", ALLOW);
    Files.createSymbolicLink(mount.resolve("base/..data"), Path.of("..a"));
    Files.createSymbolicLink(mount.resolve("base/allow.rego"), Path.of("..data/allow.rego"));
    PolicyFolder folder = PolicyFolder.open(mount);

    Samples.write(mount, "custom/freeze.rego", FREEZE);

    assertThat(folder.check()).isInstanceOf(PolicyFolder.Check.Loaded.class);
    assertThat(folder.engine().decide(Samples.ownCall(), Samples.NOW))
        .isInstanceOfSatisfying(
            Decision.Forbid.class,
            forbid ->
                assertThat(forbid.rules())
                    .containsExactly(new Rule(PolicyEngine.DENY, "custom/freeze.rego", 3)));
  }

  @Test
  void aBrokenFileKeepsTheLastPoliciesAndIsToldOnce() {
    Samples.write(mount, "base/allow.rego", ALLOW);
    PolicyFolder folder = PolicyFolder.open(mount);
    PolicyEngine before = folder.engine();

    Samples.write(mount, "base/allow.rego", "package atom.authz\n\nallow if {\n");

    assertThat(folder.check())
        .isInstanceOfSatisfying(
            PolicyFolder.Check.Broken.class,
            broken -> {
              assertThat(broken.digest()).hasSize(64).isNotEqualTo(before.revision());
              assertThat(broken.problems()).anyMatch(text -> text.startsWith("base/allow.rego:"));
            });
    assertThat(folder.engine()).isSameAs(before);
    assertThat(folder.check()).isEqualTo(new PolicyFolder.Check.Unchanged());

    Samples.write(mount, "base/allow.rego", ALLOW + "\n");
    assertThat(folder.check()).isInstanceOf(PolicyFolder.Check.Loaded.class);
  }

  @Test
  void goingBackToTheLoadedContentIsNoChange() {
    Samples.write(mount, "base/allow.rego", ALLOW);
    PolicyFolder folder = PolicyFolder.open(mount);
    Samples.write(mount, "base/allow.rego", "nonsense");
    assertThat(folder.check()).isInstanceOf(PolicyFolder.Check.Broken.class);
    Samples.write(mount, "base/allow.rego", ALLOW);
    assertThat(folder.check()).isEqualTo(new PolicyFolder.Check.Unchanged());

    Samples.write(mount, "base/allow.rego", "nonsense");
    assertThat(folder.check()).isInstanceOf(PolicyFolder.Check.Broken.class);
  }

  @Test
  void aFolderThatDisappearsKeepsTheLastPolicies() throws Exception {
    Samples.write(mount, "p/base/allow.rego", ALLOW);
    PolicyFolder folder = PolicyFolder.open(mount.resolve("p"));

    Files.move(mount.resolve("p"), mount.resolve("q"));

    assertThat(folder.check())
        .isInstanceOfSatisfying(
            PolicyFolder.Check.Broken.class, broken -> assertThat(broken.digest()).isEmpty());
    assertThat(folder.check()).isEqualTo(new PolicyFolder.Check.Unchanged());
    assertThat(permits(folder)).isTrue();
  }

  @Test
  void anEmptiedFolderKeepsTheLastPolicies() throws Exception {
    Samples.write(mount, "base/allow.rego", ALLOW);
    PolicyFolder folder = PolicyFolder.open(mount);

    Files.delete(mount.resolve("base/allow.rego"));

    assertThat(folder.check()).isInstanceOf(PolicyFolder.Check.Broken.class);
    assertThat(permits(folder)).isTrue();
  }

  @Test
  void aSwapDuringTheReadNeverMixesTwoVersions() throws Exception {
    for (String name : List.of("a.rego", "b.rego", "c.rego")) {
      Files.createSymbolicLink(mount.resolve(name), Path.of("..data", name));
    }
    Set<String> published = ConcurrentHashMap.newKeySet();
    published.add(prepare(0));
    swap("v0");
    PolicyFolder folder = PolicyFolder.open(mount);

    try (var kubelet = Executors.newSingleThreadExecutor()) {
      Future<?> swaps =
          kubelet.submit(() -> {
            for (int version = 1; version <= 300; version++) {
              published.add(prepare(version));
              swap("v" + version);
            }
            return null;
          });
      while (!swaps.isDone()) {
        folder.check();
        assertThat(published).contains(folder.engine().revision());
      }
      swaps.get();
    }
    folder.check();
    assertThat(folder.engine().revision()).isEqualTo(prepare(300));
  }

  private String prepare(int version) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (String name : List.of("a.rego", "b.rego", "c.rego")) {
      String text = ALLOW + "# version " + version + "\n";
      files.put(name, text.getBytes(StandardCharsets.UTF_8));
      Samples.write(mount.resolve("..v" + version), name, text);
    }
    return new PolicyFiles(files).digest();
  }

  private static boolean permits(PolicyFolder folder) {
    return folder.engine().decide(Samples.ownCall(), Samples.NOW) instanceof Decision.Permit;
  }

  private void publish(String version, String file, String text) throws IOException {
    Samples.write(mount.resolve(".." + version), file, text);
    swap(version);
  }

  /// As kubelet does: the link is replaced by renaming another over it.
  private void swap(String version) throws IOException {
    Path fresh = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(".." + version));
    Files.move(
        fresh,
        mount.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
