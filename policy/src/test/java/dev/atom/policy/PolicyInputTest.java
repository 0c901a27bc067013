// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.identity.AgentId;
import dev.atom.identity.DomainId;
import dev.atom.identity.Principal;
import dev.atom.identity.Role;
import dev.atom.identity.UserId;
import dev.atom.rego.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyInputTest {
  @Test
  void theCanonicalTextIsFixed() {
    assertThat(
            Samples.call(Samples.agent(false), RouteName.TOOLS, "d", "a", "search").canonicalJson())
        .isEqualTo(
            """
            {"agent":{"domain_id":"d1000000-0000-4000-8000-000000000001",\
            "owner":"77b1f6aa-0c2d-4e3f-8a9b-c0d1e2f3a4b5","skills":["summarise"],\
            "tools":["search"]},"model":null,"path_agent_id":"a","path_domain_id":"d",\
            "request":{"headers":{"content-type":"application/json","user-agent":"atom-test"},\
            "method":"POST","path":"/domain/d/agent/a/tools/search"},\
            "route":{"name":"tools","path":"/tools/search"},\
            "token":{"agent_id":"a1000000-0000-4000-8000-000000000001",\
            "domain_id":"d1000000-0000-4000-8000-000000000001","revoked":false,"role":null,\
            "sub":"agent-a1000000-0000-4000-8000-000000000001","type":"agent"},\
            "tool":"search"}\
            """);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    List<PolicyInput> inputs =
        List.of(
            Samples.ownCall(),
            Samples.call(Samples.human("admin"), RouteName.HITL, "d", "a", null),
            Samples.call(Samples.human(null), RouteName.TOOLS, "\u00e9\"\\\n", "", "\ud83d\ude00"),
            new PolicyInput(
                Samples.agent(true),
                new PolicyInput.Request("GET", "/", Map.of()),
                AgentFacts.UNKNOWN,
                new PolicyInput.Route(RouteName.MEMORY, ""),
                null,
                null,
                null,
                null));
    for (PolicyInput input : inputs) {
      PolicyInput read = PolicyInput.fromJson(input.canonicalJson());

      assertThat(read).isEqualTo(input);
      assertThat(read.canonicalJson()).isEqualTo(input.canonicalJson());
      assertThat(Value.parseJson(input.canonicalJson())).isEqualTo(input.toValue());
    }
  }

  @Test
  void headersThatCarryCredentialsAreLeftOut() {
    var request =
        new PolicyInput.Request(
            "GET",
            "/",
            Map.of(
                "Authorization", "Bearer x", "COOKIE", "a=b", "X-Api-Key", "k", "Accept", "*/*"));

    assertThat(request.headers()).containsExactly(Map.entry("accept", "*/*"));
  }

  @Test
  void aCallerIsMadeOfItsPrincipal() {
    var agent = new Principal.Agent(AgentId.parse(Samples.AGENT), DomainId.parse(Samples.DOMAIN));
    var human = new Principal.Human(UserId.parse(Samples.OTHER_AGENT), Role.ADMIN);

    assertThat(PolicyInput.Caller.of(agent, false)).isEqualTo(Samples.agent(false));
    assertThat(PolicyInput.Caller.of(human, true))
        .isEqualTo(new PolicyInput.Caller(Samples.OTHER_AGENT, "human", "admin", null, null, true));
  }

  @Test
  void aDocumentOfAnotherShapeIsRefusedByName() {
    String good = Samples.ownCall().canonicalJson();

    for (String json :
        List.of(
            "[]",
            "{}",
            good.replace("\"revoked\":false", "\"revoked\":\"no\""),
            good.replace("\"name\":\"llm\"", "\"name\":\"x\""),
            good.replace("\"tools\":[\"search\"]", "\"tools\":[1]"),
            good.replace("\"tool\":null,", "").replace(",\"tool\":null", ""))) {
      assertThatThrownBy(() -> PolicyInput.fromJson(json))
          .as(json)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("policy input");
    }
  }
}
