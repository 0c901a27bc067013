// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The resources of an ordinary API server: their group, whether they lie in a namespace, and the
/// names people type for them. Without a cluster to ask, this is what words are looked up in.
public final class KnownResources {
  private static final Map<String, Known> BY_NAME = new HashMap<>();
  private static final Set<String> OF_CLUSTER = new java.util.HashSet<>();

  /// A resource.
  ///
  /// @param group empty is the core group
  public record Known(String group, String resource, boolean ofCluster) {}

  static {
    add("", false, "pods po pod", "services svc service", "configmaps cm configmap");
    add("", false, "secrets secret", "serviceaccounts sa serviceaccount", "events ev event");
    add("", false, "endpoints ep", "limitranges limits limitrange", "podtemplates podtemplate");
    add("", false, "persistentvolumeclaims pvc persistentvolumeclaim");
    add("", false, "replicationcontrollers rc replicationcontroller");
    add("", false, "resourcequotas quota resourcequota");
    add("", true, "namespaces ns namespace", "nodes no node");
    add("", true, "persistentvolumes pv persistentvolume", "componentstatuses cs");
    add("", true, "users", "groups");
    add("apps", false, "deployments deploy deployment", "daemonsets ds daemonset");
    add("apps", false, "statefulsets sts statefulset", "replicasets rs replicaset");
    add("apps", false, "controllerrevisions controllerrevision");
    add("batch", false, "jobs job", "cronjobs cj cronjob");
    add("autoscaling", false, "horizontalpodautoscalers hpa horizontalpodautoscaler");
    add("policy", false, "poddisruptionbudgets pdb poddisruptionbudget");
    add("networking.k8s.io", false, "networkpolicies netpol networkpolicy");
    add("networking.k8s.io", false, "ingresses ing ingress");
    add("networking.k8s.io", true, "ingressclasses ingressclass");
    add("policy.networking.k8s.io", true, "adminnetworkpolicies anp adminnetworkpolicy");
    add("policy.networking.k8s.io", true, "baselineadminnetworkpolicies banp");
    add("policy.networking.k8s.io", true, "clusternetworkpolicies cnp");
    add("rbac.authorization.k8s.io", false, "roles role", "rolebindings rolebinding");
    add("rbac.authorization.k8s.io", true, "clusterroles clusterrole");
    add("rbac.authorization.k8s.io", true, "clusterrolebindings clusterrolebinding");
    add("certificates.k8s.io", true, "certificatesigningrequests csr", "signers signer");
    add("admissionregistration.k8s.io", true, "mutatingwebhookconfigurations");
    add("admissionregistration.k8s.io", true, "validatingwebhookconfigurations");
    add("admissionregistration.k8s.io", true, "mutatingadmissionpolicies");
    add("admissionregistration.k8s.io", true, "mutatingadmissionpolicybindings");
    add("admissionregistration.k8s.io", true, "validatingadmissionpolicies");
    add("admissionregistration.k8s.io", true, "validatingadmissionpolicybindings");
    add("apiextensions.k8s.io", true, "customresourcedefinitions crd customresourcedefinition");
    add("apiregistration.k8s.io", true, "apiservices apiservice");
    add("storage.k8s.io", true, "storageclasses sc storageclass", "volumeattachments");
    add("storage.k8s.io", true, "csidrivers", "csinodes");
    add("scheduling.k8s.io", true, "priorityclasses pc priorityclass");
    add("coordination.k8s.io", false, "leases lease");
    add("discovery.k8s.io", false, "endpointslices endpointslice");
    add("authentication.k8s.io", true, "tokenreviews", "uids", "userextras");
    add("authorization.k8s.io", true, "subjectaccessreviews", "selfsubjectaccessreviews");
    add("authorization.k8s.io", true, "selfsubjectrulesreviews");
    add("node.k8s.io", true, "runtimeclasses runtimeclass");
  }

  private KnownResources() {}

  private static void add(String group, boolean ofCluster, String... words) {
    for (String line : words) {
      List<String> names = List.of(line.split(" "));
      var known = new Known(group, names.getFirst(), ofCluster);
      names.forEach(name -> BY_NAME.putIfAbsent(name, known));
      if (ofCluster) {
        OF_CLUSTER.add(group + "/" + known.resource());
      }
    }
  }

  /// What a typed word means: `po`, `deployments.apps`, `pods/exec`, `agents.kagent.dev`.
  ///
  /// @return empty when the word names no group and is not known
  public static Optional<Access.OnResource> access(String verb, String word) {
    String typed = word.toLowerCase(Locale.ROOT);
    int slash = typed.indexOf('/');
    String sub = slash < 0 ? "" : typed.substring(slash + 1);
    String whole = slash < 0 ? typed : typed.substring(0, slash);
    int dot = whole.indexOf('.');
    if (dot >= 0) {
      String first = whole.substring(0, dot);
      Known known = BY_NAME.get(first);
      String group = whole.substring(dot + 1);
      String resource = known != null && known.group().equals(group) ? known.resource() : first;
      return Optional.of(new Access.OnResource(verb, group, resource, sub, ""));
    }
    if (whole.equals("*")) {
      return Optional.of(new Access.OnResource(verb, "*", "*", sub, ""));
    }
    return Optional.ofNullable(BY_NAME.get(whole))
        .map(it -> new Access.OnResource(verb, it.group(), it.resource(), sub, ""));
  }

  /// Whether objects of the resource lie in no namespace; the unknown are taken to lie in one.
  public static boolean isOfCluster(String group, String resource) {
    return OF_CLUSTER.contains(group + "/" + resource);
  }
}
