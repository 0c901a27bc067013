// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Atom's own policies, simulated.
@Feature("E11")
final class SimulatorTest {
  private static final String LLM = "atom-system/atom-llm";
  private static final String GATE = "atom-system/gate";
  private static final String AGENT = "atom-agents/worker";

  private final NetworkModel model = Networks.of(atom());

  private static String atom() {
    try {
      var resource =
          Objects.requireNonNull(
              SimulatorTest.class.getResource("/dev/atom/posture/assertion/atom.yaml"), "atom");
      return Files.readString(Path.of(resource.toURI()));
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void blocksAgentsFromTheModelAndLetsGateThrough() {
    assertThat(Networks.open(model, AGENT, LLM).contains(Protocol.TCP, 4000)).isFalse();
    assertThat(Networks.open(model, GATE, LLM)).hasToString("TCP 4000");
    assertThat(Networks.open(model, "atom-system/studio", LLM).isEmpty()).isTrue();
  }

  @Test
  void lets8080OfAnAgentBeReachedByGateOnly() {
    assertThat(Networks.open(model, GATE, AGENT)).hasToString("TCP 8080");
    for (Pod other : model.pods()) {
      if (!other.workload().startsWith(GATE)) {
        assertThat(Networks.open(model, other.workload().replace("[Deployment]", ""), AGENT))
            .as(other.workload())
            .matches(open -> open.isEmpty() || other.workload().startsWith(AGENT));
      }
    }
  }

  @Test
  void letsTheModelOutToItsServicesToNamesAndTo443() {
    assertThat(Networks.lines(model))
        .filteredOn(line -> line.startsWith(LLM + "[Deployment] =>"))
        .containsExactly(
            LLM + "[Deployment] => 0.0.0.0-9.255.255.255[External] : TCP 443",
            LLM + "[Deployment] => 11.0.0.0-169.253.255.255[External] : TCP 443",
            LLM + "[Deployment] => 169.255.0.0-255.255.255.255[External] : TCP 443",
            LLM + "[Deployment] => atom-infra/postgres[Deployment] : All Connections",
            LLM + "[Deployment] => kube-system/coredns[Deployment] : TCP 53,UDP 53");
  }

  @Test
  void saysWhichPolicyAndRuleDecide() {
    var explained = new Peers(Reachability.of(model)).explain(GATE, LLM);

    assertThat(explained)
        .singleElement()
        .satisfies(one ->
            assertThat(one.text())
                .contains("atom-system/gate[Deployment] => atom-system/atom-llm[Deployment]")
                .contains("egress of atom-system/gate[Deployment] : All Connections")
                .contains("open: no policy selects it for egress")
                .containsPattern(
                    "allows TCP 4000: NetworkPolicy atom-system/atom-llm, rule 1"
                        + " \\(test.yaml:\\d+\\)")
                .contains("closes the rest: NetworkPolicy atom-system/atom-llm"));
  }
}
