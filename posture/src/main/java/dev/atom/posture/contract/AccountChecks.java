// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.finding.Scope;
import dev.atom.posture.manifest.Labels;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Shown;
import dev.atom.posture.manifest.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The checks of service accounts, their tokens, and whose Secrets are mounted.
final class AccountChecks {
  private static final String NAME_LABEL = "app.kubernetes.io/name";

  private AccountChecks() {}

  static void own(Scene scene) {
    for (Workload workload : scene.cluster().workloads()) {
      String account = account(workload);
      if (account.equals("default")) {
        scene.broken(
            workload.owner(),
            workload.specPath() + ".serviceAccountName",
            workload.podSpec().get("serviceAccountName"),
            "is default",
            "must be an account of its own");
      }
    }
  }

  /// The pod decides, then the account, and then it is mounted.
  static void token(Scene scene) {
    for (Workload workload : scene.cluster().workloads()) {
      String account = account(workload);
      boolean projected = projectsToken(workload);
      boolean mounted = mounts(scene, workload, account);
      if ((mounted || projected) && !isBound(scene, workload.namespace(), account)) {
        scene.broken(
            workload.owner(),
            workload.specPath() + (mounted ? ".automountServiceAccountToken" : ".volumes"),
            workload.podSpec().get("automountServiceAccountToken"),
            "mounts a token of the account "
                + Shown.plain(account)
                + ", which no binding gives anything",
            "must mount none");
      }
    }
  }

  private static boolean mounts(Scene scene, Workload workload, String account) {
    Node ofPod = workload.podSpec().get("automountServiceAccountToken");
    if (!ofPod.isNull()) {
      return !ofPod.isFalse();
    }
    Optional<Manifest> object =
        scene.cluster().manifests("", "ServiceAccount").stream()
            .filter(a -> a.namespace().equals(workload.namespace()) && a.name().equals(account))
            .findFirst();
    return object.map(a -> !a.root().get("automountServiceAccountToken").isFalse()).orElse(true);
  }

  /// A projected token, other than the one that the API server itself adds to pods.
  private static boolean projectsToken(Workload workload) {
    return workload.podSpec().get("volumes").items().stream()
        .filter(volume -> !volume.get("name").scalar().startsWith("kube-api-access-"))
        .flatMap(volume -> volume.at("projected", "sources").items().stream())
        .anyMatch(source ->
            !source.get("serviceAccountToken").isNull()
                && source.at("serviceAccountToken", "audience").isEmpty());
  }

  private static boolean isBound(Scene scene, String namespace, String account) {
    List<Manifest> bindings = new ArrayList<>();
    bindings.addAll(scene.cluster().manifests("rbac.authorization.k8s.io", "RoleBinding"));
    bindings.addAll(scene.cluster().manifests("rbac.authorization.k8s.io", "ClusterRoleBinding"));
    return bindings.stream()
        .anyMatch(binding ->
            binding.root().get("subjects").items().stream()
                .anyMatch(s -> isAccount(s, binding, namespace, account)));
  }

  private static boolean isAccount(
      Node subject, Manifest binding, String namespace, String account) {
    String written = subject.get("namespace").scalar();
    return subject.get("kind").scalar().equals("ServiceAccount")
        && subject.get("name").scalar().equals(account)
        && (written.isEmpty() ? binding.namespace() : written).equals(namespace);
  }

  static void tokenSecret(Scene scene) {
    for (Manifest secret : scene.cluster().manifests("", "Secret")) {
      if (secret.root().get("type").scalar().equals("kubernetes.io/service-account-token")) {
        scene.broken(
            secret,
            "type",
            secret.root().get("type"),
            "holds a token that does not expire",
            "must not be there");
      }
    }
  }

  /// A Secret that says whose it is, and is not theirs who mount it.
  static void foreign(Scene scene) {
    for (Workload workload : scene.cluster().workloads()) {
      for (Node volume : workload.podSpec().get("volumes").items()) {
        String name = volume.at("secret", "secretName").scalar();
        secret(scene, workload.namespace(), name)
            .flatMap(secret -> owner(secret, workload))
            .ifPresent(owner ->
                scene.broken(
                    workload.owner(),
                    workload.specPath()
                        + ".volumes["
                        + Shown.plain(volume.get("name").scalar())
                        + "].secret.secretName",
                    volume.at("secret", "secretName"),
                    "mounts the Secret " + Shown.plain(name) + " of " + Shown.plain(owner),
                    "must mount its own",
                    new Scope("", name, "")));
      }
    }
  }

  private static Optional<Manifest> secret(Scene scene, String namespace, String name) {
    return name.isEmpty()
        ? Optional.empty()
        : scene.cluster().manifests("", "Secret").stream()
            .filter(s -> s.namespace().equals(namespace) && s.name().equals(name))
            .findFirst();
  }

  /// Whose it is, if it says so and it is somebody else's.
  private static Optional<String> owner(Manifest secret, Workload workload) {
    String account = secret.annotation("kubernetes.io/service-account.name");
    if (!account.isEmpty() && !account.equals(account(workload))) {
      return Optional.of("the account " + account);
    }
    Map<String, String> labels = Labels.of(workload.podMetadata().get("labels"));
    String owner = secret.label(NAME_LABEL);
    String own = labels.getOrDefault(NAME_LABEL, "");
    return !owner.isEmpty() && !own.isEmpty() && !owner.equals(own)
        ? Optional.of(owner)
        : Optional.empty();
  }

  private static String account(Workload workload) {
    String account = workload.podSpec().get("serviceAccountName").scalar();
    String older = workload.podSpec().get("serviceAccount").scalar();
    return !account.isEmpty() ? account : older.isEmpty() ? "default" : older;
  }
}
