// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks.posture;

import dev.atom.posture.assertion.ClaimsReader;
import dev.atom.posture.assertion.Judgement;
import dev.atom.posture.assertion.Prosecutor;
import dev.atom.posture.assertion.RbacGrants;
import dev.atom.posture.assertion.World;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.network.Connectivity;
import dev.atom.posture.network.NetworkModel;
import dev.atom.posture.network.Reachability;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Measures connectivity and claims on generated clusters that double in size up to the full one.
public final class NetworkBench {
  private static final String CLAIMS =
      """
      groups:
        gate: {namespace: edge, pods: {app: gate}}
        fronts: {namespace: team-7, pods: {tier: front}}
        backs: {namespace: team-7, pods: {tier: back}}
        outside: {addresses: ["0.0.0.0/0", "::/0"]}
      claims:
        - only gate reaches fronts
        - fronts reach backs:8081
        - fronts do not reach outside
        - backs reach only dns
      """;

  private NetworkBench() {}

  /// One size, measured.
  ///
  /// @param workloads how many
  /// @param policies how many
  /// @param classes how many classes the pods fell into
  /// @param lines how many connections there are
  /// @param readMillis to read the manifests
  /// @param connectMillis to find and print every connection
  /// @param assertMillis to judge four claims, the network read anew
  /// @param heapMiB the most heap that was in use
  public record Measured(
      int workloads,
      int policies,
      int classes,
      long lines,
      long readMillis,
      long connectMillis,
      long assertMillis,
      long heapMiB) {
    /// One line for people.
    public String shown() {
      return String.format(
          Locale.ROOT,
          "%,7d workloads %,6d policies %,6d classes %,9d connections:"
              + " read %,6d ms, connectivity %,6d ms, four claims %,6d ms,"
              + " heap %,5d MiB",
          workloads,
          policies,
          classes,
          lines,
          readMillis,
          connectMillis,
          assertMillis,
          heapMiB);
    }

    private String row() {
      return String.format(
          Locale.ROOT,
          "| %,d | %,d | %,d | %,d | %.2f | %.2f | %.2f | %,d |\n",
          workloads,
          policies,
          classes,
          lines,
          readMillis / 1e3,
          connectMillis / 1e3,
          assertMillis / 1e3,
          heapMiB);
    }
  }

  /// Measures an eighth, a quarter, a half and the whole, after one small run to warm up; tells
  /// each when it is done.
  public static List<Measured> run(Consumer<String> tell) {
    measure(new GeneratedCluster(25, 40));
    var out = new ArrayList<Measured>();
    for (int part = 8; part >= 1; part /= 2) {
      var full = GeneratedCluster.full();
      var measured = measure(new GeneratedCluster(full.namespaces() / part, full.workloads()));
      tell.accept(measured.shown());
      out.add(measured);
    }
    return out;
  }

  /// The sizes as a section of a page.
  public static String section(List<Measured> sizes) {
    var out =
        new StringBuilder(
            """

            ## Who reaches whom, on generated clusters that double in size

            | workloads | policies | classes | connections | read, s | connectivity, s | four claims, s | heap, MiB |
            |---|---|---|---|---|---|---|---|
            """);
    sizes.forEach(each -> out.append(each.row()));
    return out.toString();
  }

  static Measured measure(GeneratedCluster generated) {
    var files = generated.files();
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    long started = System.nanoTime();
    var manifests = read(files);
    long read = System.nanoTime();
    var model = NetworkModel.of(Cluster.of(manifests));
    var reachability = Reachability.of(model);
    long[] lines = {0, 0};
    new Connectivity(reachability, true)
        .tell(line -> {
          lines[0]++;
          lines[1] += line.toString().length();
        });
    long connected = System.nanoTime();
    var judgements = judge(manifests);
    long judged = System.nanoTime();
    if (judgements.size() != 4) {
      throw new IllegalStateException("four claims, not " + judgements);
    }
    return new Measured(
        model.pods().size(),
        model.policies().size(),
        reachability.classCount(),
        lines[0],
        millis(started, read),
        millis(read, connected),
        millis(connected, judged),
        heapPools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20);
  }

  private static Stream<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP);
  }

  private static List<Manifest> read(List<byte[]> files) {
    var reader = ManifestReader.usual();
    var out = new ArrayList<Manifest>();
    for (int i = 0; i < files.size(); i++) {
      out.addAll(reader.read("generated-" + i + ".yaml", files.get(i)).manifests());
    }
    return out;
  }

  private static List<Judgement> judge(List<Manifest> manifests) {
    var document =
        ManifestReader.usual()
            .documents("claims", CLAIMS.getBytes(StandardCharsets.UTF_8), new ArrayList<>())
            .getFirst();
    var claims = ClaimsReader.read(document);
    var world =
        new World(
            Reachability.of(NetworkModel.of(Cluster.of(manifests))),
            new RbacGrants(manifests),
            List.of(),
            false);
    return new Prosecutor(world, claims.facts()).judge(claims.claims());
  }

  private static long millis(long from, long to) {
    return (to - from) / 1_000_000;
  }
}
