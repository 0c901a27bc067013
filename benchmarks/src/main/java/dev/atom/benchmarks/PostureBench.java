// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.benchmarks.posture.NetworkBench;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.manifest.Workloads;
import dev.atom.posture.podsecurity.Level;
import dev.atom.posture.podsecurity.PodSecurity;
import dev.atom.posture.podsecurity.PolicyVersion;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// How long it takes to judge manifests: the Pod Security cases of Kubernetes, and the command line
/// on folders of two sizes, its start included.
final class PostureBench {
  private static final int FILES = 1100;
  private static final int CONTAINERS = 8;
  private static final int VARIABLES = 20;

  private final Path home;
  private final Consumer<String> tell;

  PostureBench(Path home, Consumer<String> tell) {
    this.home = home;
    this.tell = tell;
  }

  /// A figure and what it is bound by.
  ///
  /// @param what was measured
  /// @param measured the figure
  /// @param bound the most it may be
  /// @param unit of both
  record Figure(String what, double measured, double bound, String unit) {}

  List<Figure> measure(int runs) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>(podSecurity());
    Path folder = Files.createTempDirectory("atom-bench-posture");
    try {
      Path ten = write(folder.resolve("ten"), 10);
      figures.add(new Figure("check of 10 files, start included, wall", wall(ten, runs), 0.8, "s"));
      Path many = write(folder.resolve("many"), FILES);
      String size = Text.one(megabytes(many));
      figures.add(
          new Figure(
              "check of " + FILES + " files, " + size + " MB, wall", wall(many, 3), 10, "s"));
      figures.add(new Figure("its memory, resident", peak, 1024, "MiB"));
    } finally {
      delete(folder);
    }
    return figures;
  }

  /// The figures of the full network.
  static List<Figure> ofNetwork(NetworkBench.Measured full) {
    return List.of(
        new Figure(
            "connectivity of " + full.workloads() + " workloads, " + full.policies() + " policies",
            full.connectMillis() / 1e3,
            60,
            "s"),
        new Figure("four claims on it", full.assertMillis() / 1e3, 5, "s"),
        new Figure("its heap, peak", full.heapMiB(), 2048, "MiB"));
  }

  private double peak;

  private List<Figure> podSecurity() throws IOException {
    record Case(Workload workload, Level level, PolicyVersion version) {}

    Path cases = home.resolve("posture/src/test/resources/pod-security");
    List<Case> all = new ArrayList<>();
    try (var files = Files.walk(cases)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        Path name = cases.relativize(file);
        List<Manifest> read =
            ManifestReader.usual().read(file.toString(), Files.readAllBytes(file)).manifests();
        all.add(
            new Case(
                Workloads.of(read).workloads().getFirst(),
                Level.parse(name.getName(0).toString()).orElseThrow(),
                PolicyVersion.parse(name.getName(1).toString()).orElseThrow()));
      }
    }
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    int forbidden = 0;
    for (Case one : all) {
      forbidden += PodSecurity.judge(one.workload, one.level, one.version).allowed() ? 0 : 1;
    }
    double seconds = (threads.getCurrentThreadCpuTime() - before) / 1e9;
    tell.accept(all.size() + " cases judged, " + forbidden + " forbidden");
    return List.of(
        new Figure(all.size() + " Pod Security cases, CPU after parsing", seconds, 1, "s"));
  }

  /// The median of `runs` runs of the command as a user starts it.
  private double wall(Path folder, int runs) throws IOException, InterruptedException {
    double[] seconds = new double[runs];
    run(folder); // the first may build
    for (int i = 0; i < runs; i++) {
      long begin = System.nanoTime();
      run(folder);
      seconds[i] = (System.nanoTime() - begin) / 1e9;
    }
    Arrays.sort(seconds);
    tell.accept(folder.getFileName() + ": " + Arrays.toString(seconds));
    return seconds[runs / 2];
  }

  private void run(Path folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(home.resolve("atom").toString(), "posture", "check", folder.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    while (!process.waitFor(java.time.Duration.ofMillis(20))) {
      peak = Math.max(peak, resident(process.pid()));
    }
    if (process.exitValue() != 1) {
      throw new AtomException(
          ErrorCode.INTERNAL, "posture check ended with " + process.exitValue() + ", not 1");
    }
  }

  private static double resident(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0)
          .findFirst()
          .orElse(0);
    } catch (IOException _) {
      return 0;
    }
  }

  private static Path write(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < count; i++) {
      Files.writeString(folder.resolve("app-" + i + ".yaml"), deployment(i));
    }
    return folder;
  }

  private static String deployment(int number) {
    var text = new StringBuilder(32_768);
    text.append(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: app-%1$d
          namespace: ns-%2$d
        spec:
          replicas: 2
          selector:
            matchLabels:
              app: app-%1$d
          template:
            metadata:
              labels:
                app: app-%1$d
            spec:
              serviceAccountName: app-%1$d
              securityContext:
                runAsNonRoot: true
              containers:
        """
            .formatted(number, number % 50));
    for (int container = 0; container < CONTAINERS; container++) {
      text.append(
          """
                - name: c%1$d
                  image: registry.example.org/team/app-%2$d:1.%1$d
                  securityContext:
                    allowPrivilegeEscalation: false
                    capabilities:
                      drop:
                      - ALL
                  resources:
                    requests:
                      cpu: 10m
                      memory: 32Mi
                  livenessProbe:
                    httpGet:
                      path: /live
                      port: http
                  env:
          """
              .formatted(container, number));
      for (int i = 0; i < VARIABLES; i++) {
        text.append("        - name: SETTING_NUMBER_").append(i).append('\n');
        text.append("          value: \"the value of setting ").append(i).append(" of container ");
        text.append(container).append(" in application number ").append(number).append("\"\n");
      }
    }
    return text.toString();
  }

  private static double megabytes(Path folder) throws IOException {
    long bytes = 0;
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes / 1e6;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
