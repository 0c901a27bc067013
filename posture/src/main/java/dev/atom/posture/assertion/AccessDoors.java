// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.network.Direction;
import dev.atom.posture.network.Pod;
import dev.atom.posture.network.PortSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The doors that permissions at the API server open: whoever may make a pod with the right labels
/// is let in by the policies, and whoever may enter or forward to a pod needs no network at all.
final class AccessDoors {
  private static final List<Permission> SIDE_DOORS =
      List.of(
          new Permission("create", "", "pods/portforward", "forwards a port to"),
          new Permission("get", "", "pods/portforward", "forwards a port to"),
          new Permission("create", "", "pods/exec", "runs commands in"),
          new Permission("get", "", "pods/exec", "runs commands in"),
          new Permission("create", "", "pods/attach", "attaches to"),
          new Permission("get", "", "pods/attach", "attaches to"),
          new Permission("update", "", "pods/ephemeralcontainers", "puts a container into"),
          new Permission("patch", "", "pods/ephemeralcontainers", "puts a container into"),
          new Permission("get", "", "pods/proxy", "speaks through the API server to"),
          new Permission("create", "", "pods/proxy", "speaks through the API server to"),
          new Permission("get", "", "services/proxy", "speaks through the API server to"),
          new Permission("create", "", "services/proxy", "speaks through the API server to"));
  private static final List<Permission> NODE_DOORS =
      List.of(
          new Permission("get", "", "nodes/proxy", "speaks through the kubelet to"),
          new Permission("create", "", "nodes/proxy", "speaks through the kubelet to"));
  private static final List<Permission> POD_MAKERS =
      List.of(
          new Permission("create", "", "pods", "makes a pod labelled as"),
          new Permission("patch", "", "pods", "labels a pod as"),
          new Permission("update", "", "pods", "labels a pod as"),
          new Permission("create", "apps", "deployments", "makes pods labelled as"),
          new Permission("patch", "apps", "deployments", "makes pods labelled as"),
          new Permission("update", "apps", "deployments", "makes pods labelled as"),
          new Permission("create", "apps", "replicasets", "makes pods labelled as"),
          new Permission("create", "apps", "statefulsets", "makes pods labelled as"),
          new Permission("patch", "apps", "statefulsets", "makes pods labelled as"),
          new Permission("create", "apps", "daemonsets", "makes pods labelled as"),
          new Permission("patch", "apps", "daemonsets", "makes pods labelled as"),
          new Permission("create", "", "replicationcontrollers", "makes pods labelled as"),
          new Permission("create", "batch", "jobs", "makes pods labelled as"),
          new Permission("create", "batch", "cronjobs", "makes pods labelled as"));
  private static final String NETWORKING = "networking.k8s.io";
  private static final List<Permission> POLICY_WRITERS =
      List.of(
          new Permission("create", NETWORKING, "networkpolicies", "adds a policy that opens"),
          new Permission("update", NETWORKING, "networkpolicies", "rewrites the policies of"),
          new Permission("patch", NETWORKING, "networkpolicies", "rewrites the policies of"),
          new Permission("delete", NETWORKING, "networkpolicies", "deletes the policies of"));
  private static final String POLICY = "policy.networking.k8s.io";
  private static final List<Permission> CLUSTER_WRITERS =
      List.of(
          new Permission("create", POLICY, "adminnetworkpolicies", "adds a policy that opens"),
          new Permission("create", POLICY, "clusternetworkpolicies", "adds a policy that opens"));
  private static final List<Permission> LABELLERS =
      List.of(
          new Permission("patch", "", "namespaces", "labels a namespace so that policies open"),
          new Permission("update", "", "namespaces", "labels a namespace so that policies open"));

  private final Scene scene;

  AccessDoors(Scene scene) {
    this.scene = scene;
  }

  private record Permission(String verb, String group, String resource, String does) {
    String shown() {
      return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
    }
  }

  /// Doors to the targets, and to the pods that may reach them.
  void toTargets(Collection<Pod> targets, Collection<Pod> sources, PortSet ports) {
    for (Pod target : byWorkload(targets)) {
      for (String namespace : namespaces(sources)) {
        doors(Obligation.LABEL_TRUST, POD_MAKERS, namespace, name(sources), target, ports);
      }
      String own = target.namespace();
      doors(Obligation.LABEL_TRUST, POLICY_WRITERS, own, target.workload(), target, ports);
      doors(Obligation.LABEL_TRUST, CLUSTER_WRITERS, "", target.workload(), target, ports);
      if (scene.reachability().trustsNamespaceLabels(target, Direction.INGRESS)) {
        doors(Obligation.LABEL_TRUST, LABELLERS, own, target.workload(), target, ports);
      }
      doors(Obligation.API_SERVER, SIDE_DOORS, own, target.workload(), target, ports);
      doors(Obligation.API_SERVER, NODE_DOORS, "", target.workload(), target, ports);
    }
    for (Pod source : byWorkload(sources)) {
      for (Pod target : byWorkload(targets)) {
        doors(
            Obligation.API_SERVER,
            SIDE_DOORS,
            source.namespace(),
            source.workload(),
            target,
            ports);
      }
    }
  }

  /// Doors out of the sources: who may loosen their policies, and what their own accounts may do
  /// when they can speak to the API server at all.
  void ofSources(Collection<Pod> sources, boolean reachesOutside) {
    for (Pod source : byWorkload(sources)) {
      doors(
          Obligation.LABEL_TRUST,
          POLICY_WRITERS,
          source.namespace(),
          source.workload(),
          source,
          PortSet.ALL);
      if (reachesOutside) {
        fromAccount(source, List.of(source), PortSet.ALL);
      }
    }
  }

  /// Doors that the pod's own account opens to the targets.
  void fromAccount(Pod source, Collection<Pod> targets, PortSet ports) {
    String account = "ServiceAccount " + source.namespace() + "/" + source.serviceAccount();
    for (Pod target : byWorkload(targets)) {
      for (Permission permission : SIDE_DOORS) {
        for (Grants.Grant grant : who(permission, target.namespace())) {
          if (grant.subject().equals(account)) {
            refute(
                Obligation.API_SERVER,
                permission,
                grant,
                source.workload(),
                target.workload(),
                target,
                ports);
          }
        }
      }
    }
  }

  private void doors(
      Obligation obligation,
      List<Permission> permissions,
      String namespace,
      String whom,
      Pod target,
      PortSet ports) {
    Set<String> seen = new LinkedHashSet<>();
    for (Permission permission : permissions) {
      for (Grants.Grant grant : who(permission, namespace)) {
        if (!isTrusted(grant.subject()) && seen.add(grant.subject())) {
          refute(obligation, permission, grant, grant.subject(), whom, target, ports);
        }
      }
    }
  }

  private List<Grants.Grant> who(Permission permission, String namespace) {
    return scene
        .world()
        .grants()
        .who(permission.verb(), permission.group(), permission.resource(), namespace);
  }

  private void refute(
      Obligation obligation,
      Permission permission,
      Grants.Grant grant,
      String source,
      String whom,
      Pod target,
      PortSet ports) {
    scene
        .found()
        .refute(
            new Path(
                obligation,
                source,
                List.of(
                    new Path.Hop(
                        "may " + permission.shown() + " by " + grant.through(), grant.place()),
                    new Path.Hop(permission.does() + " " + whom, Words.NOWHERE)),
                ports.sample(),
                target.workload()));
  }

  /// Whether the contract names the subject, or the cluster itself does.
  private boolean isTrusted(String subject) {
    return scene.facts().deployers().contains(subject)
        || subject.equals("Group system:masters")
        || subject.equals("Group system:nodes")
        || subject.startsWith("User system:kube-")
        || subject.startsWith("User system:node:")
        || subject.startsWith("ServiceAccount kube-system/");
  }

  private static List<Pod> byWorkload(Collection<Pod> pods) {
    Set<String> seen = new TreeSet<>();
    return pods.stream().filter(pod -> seen.add(pod.workload())).toList();
  }

  private static Set<String> namespaces(Collection<Pod> pods) {
    Set<String> out = new TreeSet<>();
    pods.forEach(pod -> out.add(pod.namespace()));
    return out;
  }

  private static String name(Collection<Pod> pods) {
    return byWorkload(pods).getFirst().workload();
  }
}
