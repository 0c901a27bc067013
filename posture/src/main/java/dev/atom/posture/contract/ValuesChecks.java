// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Judgement;
import dev.atom.posture.finding.Severity;
import dev.atom.posture.finding.Subject;
import dev.atom.posture.manifest.Node;
import java.util.List;

/// What a values file must say about the modes of its network policy, so that the mode means
/// something.
final class ValuesChecks {
  private static final int CIDR_BUDGET = 8;

  private ValuesChecks() {}

  static void judge(Node values, Subject subject, List<Judgement> found) {
    Node egress = values.at("networkPolicy", "egress");
    Node ingress = values.at("networkPolicy", "ingress");
    String out = egress.get("mode").scalar();
    if (out.equals("cluster-aware") && egress.get("allowNamespaces").isEmpty()) {
      add(
          found,
          subject,
          egress,
          "networkPolicy.egress.allowNamespaces",
          "is empty in the mode cluster-aware",
          "must name the namespaces of what is needed");
    }
    if (out.equals("custom") && egress.get("custom").isEmpty() && egress.get("rules").isEmpty()) {
      add(
          found,
          subject,
          egress,
          "networkPolicy.egress.rules",
          "is empty in the mode custom",
          "must have the rules");
    }
    if (ingress.get("mode").scalar().equals("selected")
        && ingress.get("allowNamespaces").isEmpty()) {
      add(
          found,
          subject,
          ingress,
          "networkPolicy.ingress.allowNamespaces",
          "is empty in the mode selected",
          "must name the namespaces that may");
    }
    int cidrs = egress.get("allowCidrs").items().size();
    long budget = egress.get("maxAllowCidrs").integer().orElse(CIDR_BUDGET);
    if (cidrs > budget) {
      add(
          found,
          subject,
          egress.get("allowCidrs"),
          "networkPolicy.egress.allowCidrs",
          "names " + cidrs + " address ranges",
          "must name " + budget + " or fewer");
    }
    for (String direction : List.of("egress", "ingress")) {
      Node mode = values.at("networkPolicy", direction, "mode");
      if (mode.scalar().equals("disabled")) {
        add(
            found,
            subject,
            mode,
            "networkPolicy." + direction + ".mode",
            "is disabled, which leaves " + direction + " out of policyTypes: unrestricted",
            "must be another mode; deny-all lets nothing through");
      }
    }
  }

  private static void add(
      List<Judgement> found,
      Subject subject,
      Node node,
      String path,
      String what,
      String demanded) {
    found.add(
        Judgement.of(
            new Finding(
                "PROFILE-NETWORK-MODE",
                Severity.HIGH,
                subject,
                node.place(),
                path,
                what,
                demanded,
                "give the mode what it needs, or take another mode")));
  }
}
