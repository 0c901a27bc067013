// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides one packet at a time, straight from the documents of policies as nested maps and lists.
/// Shares no line with the engine: it is what the engine is compared with.
final class NaiveMatcher {
  /// An end of a connection: a pod when it has labels, otherwise an address outside.
  record Host(
      String namespace,
      Map<String, String> labels,
      Map<String, String> namespaceLabels,
      List<Map<String, Object>> ports,
      String address) {
    boolean isPod() {
      return !namespace.isEmpty();
    }
  }

  private final List<Map<String, Object>> policies;

  NaiveMatcher(List<Map<String, Object>> policies) {
    this.policies = policies;
  }

  boolean allows(Host source, Host target, String protocol, int port) {
    return (!source.isPod() || passes(source, target, target, protocol, port, "egress", "to"))
        && (!target.isPod() || passes(target, source, target, protocol, port, "ingress", "from"));
  }

  private boolean passes(
      Host subject, Host peer, Host target, String protocol, int port, String way, String side) {
    for (var policy : admin("AdminNetworkPolicy")) {
      String action = firstAction(policy, subject, peer, target, protocol, port, way, side);
      if (action.equals("Allow")) {
        return true;
      }
      if (action.equals("Deny")) {
        return false;
      }
      if (action.equals("Pass")) {
        break;
      }
    }
    boolean isolated = false;
    for (var policy : policies) {
      if (text(policy, "kind").equals("NetworkPolicy") && isolates(policy, subject, way)) {
        isolated = true;
        for (Object rule : list(map(policy.get("spec")).get(way))) {
          if (ruleMatches(map(rule), subject, peer, target, protocol, port, side)) {
            return true;
          }
        }
      }
    }
    if (isolated) {
      return false;
    }
    for (var policy : admin("BaselineAdminNetworkPolicy")) {
      String action = firstAction(policy, subject, peer, target, protocol, port, way, side);
      if (!action.isEmpty()) {
        return action.equals("Allow");
      }
    }
    return true;
  }

  private List<Map<String, Object>> admin(String kind) {
    return policies.stream()
        .filter(policy -> text(policy, "kind").equals(kind))
        .sorted(Comparator.comparingInt(policy -> number(map(policy.get("spec")), "priority")))
        .toList();
  }

  private String firstAction(
      Map<String, Object> policy,
      Host subject,
      Host peer,
      Host target,
      String protocol,
      int port,
      String way,
      String side) {
    var spec = map(policy.get("spec"));
    if (!adminPeer(map(spec.get("subject")), subject)) {
      return "";
    }
    for (Object each : list(spec.get(way))) {
      var rule = map(each);
      boolean peers = list(rule.get(side)).stream().anyMatch(one -> adminPeer(map(one), peer));
      if (peers && adminPorts(rule, target, protocol, port)) {
        return text(rule, "action");
      }
    }
    return "";
  }

  private static boolean adminPeer(Map<String, Object> peer, Host host) {
    if (peer.containsKey("networks")) {
      return !host.isPod()
          && list(peer.get("networks")).stream()
              .anyMatch(block -> inside((String) block, host.address()));
    }
    if (!host.isPod()) {
      return false;
    }
    if (peer.containsKey("namespaces")) {
      return selects(map(peer.get("namespaces")), host.namespaceLabels());
    }
    var pods = map(peer.get("pods"));
    return selects(map(pods.get("namespaceSelector")), host.namespaceLabels())
        && selects(map(pods.get("podSelector")), host.labels());
  }

  private static boolean adminPorts(
      Map<String, Object> rule, Host target, String protocol, int port) {
    if (!rule.containsKey("ports")) {
      return true;
    }
    for (Object each : list(rule.get("ports"))) {
      var item = map(each);
      if (item.containsKey("portNumber")) {
        var number = map(item.get("portNumber"));
        if (text(number, "protocol").equals(protocol) && number(number, "port") == port) {
          return true;
        }
      } else if (item.containsKey("portRange")) {
        var range = map(item.get("portRange"));
        if (text(range, "protocol").equals(protocol)
            && number(range, "start") <= port
            && port <= number(range, "end")) {
          return true;
        }
      } else if (hasPort(target, text(item, "namedPort"), protocol, port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasPort(Host target, String name, String protocol, int port) {
    return target.ports().stream()
        .anyMatch(each ->
            text(each, "name").equals(name)
                && text(each, "protocol").equals(protocol)
                && number(each, "containerPort") == port);
  }

  private static boolean isolates(Map<String, Object> policy, Host subject, String way) {
    var spec = map(policy.get("spec"));
    if (!text(map(policy.get("metadata")), "namespace").equals(subject.namespace())
        || !selects(map(spec.get("podSelector")), subject.labels())) {
      return false;
    }
    var types = list(spec.get("policyTypes"));
    if (types.isEmpty()) {
      return way.equals("ingress") || !list(spec.get("egress")).isEmpty();
    }
    return types.contains(way.equals("ingress") ? "Ingress" : "Egress");
  }

  private static boolean ruleMatches(
      Map<String, Object> rule,
      Host subject,
      Host peer,
      Host target,
      String protocol,
      int port,
      String side) {
    var peers = list(rule.get(side));
    boolean peerMatches =
        peers.isEmpty() || peers.stream().anyMatch(each -> peerMatches(map(each), subject, peer));
    var ports = list(rule.get("ports"));
    boolean portMatches =
        ports.isEmpty()
            || ports.stream().anyMatch(each -> portMatches(map(each), target, protocol, port));
    return peerMatches && portMatches;
  }

  private static boolean peerMatches(Map<String, Object> term, Host subject, Host peer) {
    if (term.containsKey("ipBlock")) {
      var block = map(term.get("ipBlock"));
      return !peer.isPod()
          && inside(text(block, "cidr"), peer.address())
          && list(block.get("except")).stream()
              .noneMatch(hole -> inside((String) hole, peer.address()));
    }
    if (!peer.isPod()) {
      return false;
    }
    boolean namespace =
        term.containsKey("namespaceSelector")
            ? selects(map(term.get("namespaceSelector")), peer.namespaceLabels())
            : peer.namespace().equals(subject.namespace());
    return namespace && selects(map(term.get("podSelector")), peer.labels());
  }

  private static boolean portMatches(
      Map<String, Object> item, Host target, String protocol, int port) {
    Object wanted = item.getOrDefault("protocol", "TCP");
    if (!wanted.equals(protocol)) {
      return false;
    }
    @Nullable Object number = item.get("port");
    if (number == null) {
      return true;
    }
    if (number instanceof String name) {
      return hasPort(target, name, protocol, port);
    }
    int last = (int) item.getOrDefault("endPort", number);
    return (int) number <= port && port <= last;
  }

  private static boolean selects(Map<String, Object> selector, Map<String, String> labels) {
    for (var label : map(selector.get("matchLabels")).entrySet()) {
      if (!label.getValue().equals(labels.get(label.getKey()))) {
        return false;
      }
    }
    for (Object each : list(selector.get("matchExpressions"))) {
      var expression = map(each);
      String value = labels.get(text(expression, "key"));
      var values = list(expression.get("values"));
      boolean holds =
          switch (text(expression, "operator")) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            default -> value == null;
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private static boolean inside(String block, String address) {
    try {
      int slash = block.indexOf('/');
      byte[] of = InetAddress.getByName(block.substring(0, slash)).getAddress();
      byte[] is = InetAddress.getByName(address).getAddress();
      int shift = of.length * 8 - Integer.parseInt(block.substring(slash + 1));
      return of.length == is.length
          && new BigInteger(1, of)
              .shiftRight(shift)
              .equals(new BigInteger(1, is).shiftRight(shift));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(block + " or " + address, e);
    }
  }

  private static String text(Map<String, Object> map, String key) {
    return String.valueOf(map.get(key));
  }

  private static int number(Map<String, Object> map, String key) {
    return map.get(key) instanceof Integer number ? number : 0;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  private static List<?> list(@Nullable Object value) {
    return value == null ? List.of() : (List<?>) value;
  }
}
