// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.manifest.KubeNamespace;
import dev.atom.posture.manifest.Labels;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Place;
import dev.atom.posture.manifest.Unreadable;
import dev.atom.posture.network.AddressRange;
import dev.atom.posture.network.AddressSet;
import dev.atom.posture.network.LabelSelector;
import dev.atom.posture.network.Remark;
import dev.atom.posture.network.Selectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads a file of claims: `groups` give names to pods and addresses, `facts` say what manifests do
/// not, `claims` are sentences.
///
/// ```yaml
/// groups:
///   gate: {namespace: atom-system, pods: {app: gate}}
///   atom-llm: {namespace: atom-system, pods: {app: atom-llm}}
/// facts:
///   deployers: [ServiceAccount atom-system/deployer]
/// claims:
///   - {id: llm, claim: "only gate reaches atom-llm:4000"}
/// ```
///
/// `dns` (the cluster's name service, port 53) and `internet` (every address outside) need no
/// definition; `namespace/name` is a workload.
public final class ClaimsReader {
  private static final Set<String> TOP = Set.of("version", "groups", "facts", "claims");
  private static final Set<String> GROUP =
      Set.of("namespace", "namespaces", "pods", "addresses", "workload");
  private static final Set<String> FACTS =
      Set.of("podRanges", "deployers", "nodeAgents", "enforced");

  private final Map<String, Group> groups = new HashMap<>();
  private final List<Unreadable> problems = new ArrayList<>();

  private ClaimsReader() {
    groups.put("dns", dns());
    groups.put(
        "internet",
        new Group(
            "internet",
            LabelSelector.EVERYTHING,
            Optional.empty(),
            Optional.empty(),
            AddressSet.of(List.of(AddressRange.V4, AddressRange.V6))));
  }

  private static Group dns() {
    return new Group(
        "dns",
        named("kube-system"),
        Optional.of(LabelSelector.of(Map.of("k8s-app", "kube-dns"))),
        Optional.empty(),
        AddressSet.NONE);
  }

  private static LabelSelector named(String namespace) {
    return LabelSelector.of(Map.of(KubeNamespace.NAME_LABEL, namespace));
  }

  /// Reads the document.
  public static Claims read(Node document) {
    return new ClaimsReader().file(document);
  }

  private Claims file(Node document) {
    known(document, TOP, "a file of claims");
    Node named = document.get("groups");
    named.keys().forEach(name -> groups.put(name, group(name, named.get(name))));
    var facts = facts(document.get("facts"));
    var claims = new ArrayList<Claim>();
    var ids = new HashSet<String>();
    for (Node item : document.get("claims").items()) {
      claim(item, claims.size() + 1)
          .ifPresent(claim -> {
            if (ids.add(claim.id())) {
              claims.add(claim);
            } else {
              problem(item.place(), "two claims are called " + claim.id());
            }
          });
    }
    if (claims.isEmpty() && problems.isEmpty()) {
      problem(document.place(), "there are no claims in it: list them under 'claims'");
    }
    return new Claims(claims, facts, problems);
  }

  private void known(Node node, Set<String> keys, String what) {
    for (String key : node.keys()) {
      if (!keys.contains(key)) {
        problem(
            node.get(key).place(),
            "'"
                + key
                + "' is no key of "
                + what
                + ": known are "
                + String.join(", ", new TreeSet<>(keys)));
      }
    }
  }

  private void problem(Place place, String why) {
    problems.add(new Unreadable(place, why));
  }

  private Group group(String name, Node node) {
    known(node, GROUP, "a group");
    String namespace = node.get("namespace").scalar();
    String workload = node.get("workload").scalar();
    var addresses = addresses(node.get("addresses"));
    boolean onlyAddresses =
        !addresses.isEmpty()
            && namespace.isEmpty()
            && node.get("pods").isNull()
            && node.get("namespaces").isNull();
    if (node.isEmpty()) {
      problem(node.place(), "the group '" + name + "' says nothing: give a namespace and pods");
    }
    return new Group(
        name,
        namespace.isEmpty() ? selector(node.get("namespaces")) : named(namespace),
        onlyAddresses ? Optional.empty() : Optional.of(selector(node.get("pods"))),
        workload.isEmpty() ? Optional.empty() : Optional.of(workload),
        addresses);
  }

  /// A selector, or plain labels.
  private LabelSelector selector(Node node) {
    boolean isSelector =
        !node.get("matchLabels").isNull() || !node.get("matchExpressions").isNull();
    if (!isSelector) {
      return LabelSelector.of(Labels.of(node));
    }
    var remarks = new ArrayList<Remark>();
    var selector = Selectors.read(node, remarks);
    remarks.forEach(each -> problem(each.place(), each.text()));
    return selector;
  }

  private AddressSet addresses(Node list) {
    var ranges = new ArrayList<AddressRange>();
    for (Node item : list.items()) {
      AddressRange.parse(item.scalar())
          .ifPresentOrElse(
              ranges::add,
              () -> problem(item.place(), "'" + item.scalar() + "' is no address and no block"));
    }
    return AddressSet.of(ranges);
  }

  private Facts facts(Node node) {
    known(node, FACTS, "facts");
    var agents = texts(node.get("nodeAgents"));
    String enforced = node.get("enforced").scalar();
    return new Facts(
        addresses(node.get("podRanges")),
        texts(node.get("deployers")),
        node.get("nodeAgents").isNull() ? Facts.NONE.nodeAgents() : agents,
        enforced.isEmpty() ? Optional.empty() : Optional.of(enforced));
  }

  private static Set<String> texts(Node list) {
    var out = new TreeSet<String>();
    list.items().forEach(item -> out.add(item.scalar()));
    return out;
  }

  private Optional<Claim> claim(Node item, int number) {
    Node sentence = item.keys().isEmpty() ? item : item.get("claim");
    String id = item.get("id").scalar();
    if (!item.keys().isEmpty()) {
      known(item, Set.of("id", "claim"), "a claim");
    }
    var read = new Sentence(sentence.scalar(), groups).read();
    return switch (read) {
      case Sentence.Understood(var kind, var from, var to) ->
          Optional.of(
              new Claim(
                  id.isEmpty() ? "claim-" + number : id,
                  sentence.scalar(),
                  kind,
                  from,
                  to,
                  item.place()));
      case Sentence.Unclear(var why) -> {
        problem(item.place(), why);
        yield Optional.empty();
      }
    };
  }
}
