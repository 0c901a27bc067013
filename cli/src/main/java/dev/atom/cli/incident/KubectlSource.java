// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

import dev.atom.cli.incident.Collected.Failed;
import dev.atom.cli.incident.Collected.Objects;
import dev.atom.cli.incident.Collected.Text;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A cluster, asked through `kubectl` and the rights of whoever calls. Secrets are not asked for.
final class KubectlSource implements BundleSource {
  private static final String KINDS =
      "pods,deployments,replicasets,statefulsets,daemonsets,jobs,cronjobs,services,ingresses,"
          + "networkpolicies,serviceaccounts,roles,rolebindings,configmaps";
  private static final String LINES = "5000";

  private final Subprocess kubectl;
  private final String context;
  private final String namespace;
  private final String workload;

  /// @param context empty for the current one
  /// @param workload `deployment/web`, or a pod's name
  KubectlSource(Subprocess kubectl, String context, String namespace, String workload) {
    this.kubectl = kubectl;
    this.context = context;
    this.namespace = namespace;
    this.workload = workload;
  }

  @Override
  public String cluster() {
    return context.isEmpty() ? "current context" : context;
  }

  @Override
  public Set<Category> categories() {
    return EnumSet.allOf(Category.class);
  }

  @Override
  public List<Collected> collect(Category category) {
    return switch (category) {
      case LOGS ->
          text("logs", "logs", workload, "--all-containers", "--prefix", "--tail=" + LINES);
      case DESCRIBE -> text("describe", "describe", workload());
      case EVENTS -> text("events", "get", "events", "--sort-by=.metadata.creationTimestamp");
      case RESOURCES -> objects();
    };
  }

  private String workload() {
    return workload.indexOf('/') < 0 ? "pod/" + workload : workload;
  }

  private List<Collected> text(String name, String... arguments) {
    return List.of(
        switch (run(arguments)) {
          case Subprocess.Outcome.Done(var out) -> new Text(name, line(arguments), out);
          case Subprocess.Outcome.Failed(var why) -> new Failed(line(arguments), why);
        });
  }

  private List<Collected> objects() {
    String[] arguments = {"get", KINDS, "-o", "json"};
    return List.of(
        switch (run(arguments)) {
          case Subprocess.Outcome.Done(var out) -> new Objects("objects", line(arguments), out);
          case Subprocess.Outcome.Failed(var why) -> new Failed(line(arguments), why);
        });
  }

  private Subprocess.Outcome run(String... arguments) {
    List<String> all = new ArrayList<>();
    if (!context.isEmpty()) {
      all.add("--context=" + context);
    }
    all.add("--namespace=" + namespace);
    all.add("--request-timeout=20s");
    all.addAll(List.of(arguments));
    return kubectl.run(all);
  }

  private static String line(String... arguments) {
    return "kubectl " + String.join(" ", arguments);
  }
}
