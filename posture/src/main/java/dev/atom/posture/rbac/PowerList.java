// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import dev.atom.posture.rbac.Power.Leads;
import java.util.ArrayList;
import java.util.List;

/// The powers that a reviewer must have seen, strongest first.
public final class PowerList {
  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final List<String> WRITE = List.of("create", "update", "patch");
  private static final List<String> CHANGE = List.of("update", "patch");
  private static final List<String> READ = List.of("get", "list", "watch");
  private static final List<String> SESSION = List.of("create", "get");

  private static final List<Power> ALL =
      List.of(
          new Power(
              "everything",
              "everything on everything",
              "is the administrator of its scope",
              Leads.CLUSTER,
              List.of(Access.to("*", "*", "*"))),
          new Power(
              "escalate",
              "writes roles beyond its own permissions",
              "with escalate a role may be given rules its author does not hold",
              Leads.CLUSTER,
              each(List.of("escalate"), RBAC, "roles", "clusterroles")),
          new Power(
              "bind",
              "binds any role",
              "with bind a role may be bound whose rules the author does not hold",
              Leads.CLUSTER,
              each(List.of("bind"), RBAC, "roles", "clusterroles")),
          new Power(
              "impersonate",
              "acts as somebody else",
              "an impersonated caller has all that the impersonated one has",
              Leads.ANYBODY,
              join(
                  List.of(
                      each(List.of("impersonate"), "", "users", "groups", "serviceaccounts"),
                      each(
                          List.of("impersonate"), "authentication.k8s.io", "uids", "userextras")))),
          new Power(
              "csr-approve",
              "approves certificate requests",
              "an approved client certificate is a new identity of any name",
              Leads.CLUSTER,
              each(CHANGE, "certificates.k8s.io", "certificatesigningrequests/approval")),
          new Power(
              "webhooks",
              "changes admission webhooks",
              "an admission webhook sees and may change every object written, secrets included",
              Leads.CLUSTER,
              each(
                  WRITE,
                  "admissionregistration.k8s.io",
                  "mutatingwebhookconfigurations",
                  "validatingwebhookconfigurations",
                  "mutatingadmissionpolicies",
                  "mutatingadmissionpolicybindings")),
          new Power(
              "nodes-proxy",
              "speaks to kubelets",
              "a kubelet runs commands in every container of its node, without admission or audit",
              Leads.ACCOUNTS,
              each(List.of("create", "get"), "", "nodes/proxy")),
          new Power(
              "pods-create",
              "makes or changes pods",
              "a pod runs as any service account and mounts any secret of its namespace",
              Leads.ACCOUNTS,
              join(
                  List.of(
                      each(WRITE, "", "pods", "replicationcontrollers", "podtemplates"),
                      each(
                          WRITE,
                          "apps",
                          "deployments",
                          "daemonsets",
                          "statefulsets",
                          "replicasets"),
                      each(WRITE, "batch", "jobs", "cronjobs")))),
          new Power(
              "pods-create-custom",
              "makes pods through a custom resource",
              "its operator makes the pods it describes, with the operator's own permissions",
              Leads.ACCOUNTS,
              join(
                  List.of(
                      each(WRITE, "kagent.dev", "agents", "sandboxagents", "toolservers"),
                      each(
                          WRITE,
                          "agents.x-k8s.io",
                          "sandboxes",
                          "sandboxtemplates",
                          "sandboxwarmpools"),
                      each(
                          WRITE,
                          "extensions.agents.x-k8s.io",
                          "sandboxclaims",
                          "sandboxtemplates",
                          "sandboxwarmpools"),
                      each(WRITE, "argoproj.io", "rollouts", "workflows", "cronworkflows"),
                      each(WRITE, "serving.knative.dev", "services", "configurations"),
                      each(WRITE, "serving.kserve.io", "inferenceservices"),
                      each(WRITE, "ray.io", "rayclusters", "rayjobs", "rayservices"),
                      each(WRITE, "jobset.x-k8s.io", "jobsets")))),
          new Power(
              "pods-exec",
              "enters running pods",
              "inside a container it has the container's token, secrets and network place",
              Leads.ACCOUNTS,
              join(
                  List.of(
                      each(SESSION, "", "pods/exec", "pods/attach"),
                      each(CHANGE, "", "pods/ephemeralcontainers")))),
          new Power(
              "token",
              "asks for tokens of service accounts",
              "a token makes it that service account, also after the grant is gone",
              Leads.ACCOUNTS,
              each(List.of("create"), "", "serviceaccounts/token")),
          new Power(
              "secrets",
              "reads secrets",
              "list and watch show contents too, not only names",
              Leads.SECRETS,
              each(READ, "", "secrets")),
          new Power(
              "port-forward",
              "reaches ports of pods through the API server",
              "such a connection is no traffic between pods, so no network policy stops it",
              Leads.WALLS,
              join(
                  List.of(
                      each(SESSION, "", "pods/portforward"),
                      each(SESSION, "", "pods/proxy", "services/proxy")))),
          new Power(
              "network-policies",
              "changes network policies",
              "who changes the policies decides who reaches whom",
              Leads.WALLS,
              join(
                  List.of(
                      each(
                          List.of("create", "update", "patch", "delete", "deletecollection"),
                          "networking.k8s.io",
                          "networkpolicies"),
                      each(
                          List.of("create", "update", "patch", "delete", "deletecollection"),
                          "policy.networking.k8s.io",
                          "adminnetworkpolicies",
                          "baselineadminnetworkpolicies",
                          "clusternetworkpolicies")))),
          new Power(
              "namespace-labels",
              "changes labels of namespaces",
              "labels decide which policies and which pod security level hold there",
              Leads.WALLS,
              each(CHANGE, "", "namespaces")),
          new Power(
              "rbac-write",
              "writes roles or bindings",
              "it may give what it holds to anybody",
              Leads.SPREAD,
              each(WRITE, RBAC, "roles", "rolebindings", "clusterroles", "clusterrolebindings")));

  private PowerList() {}

  /// All of them, strongest first.
  public static List<Power> all() {
    return ALL;
  }

  private static List<Access.OnResource> join(List<List<Access.OnResource>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  private static List<Access.OnResource> each(
      List<String> verbs, String group, String... resources) {
    List<Access.OnResource> accesses = new ArrayList<>();
    for (String resource : resources) {
      verbs.forEach(verb -> accesses.add(Access.to(verb, group, resource)));
    }
    return accesses;
  }
}
