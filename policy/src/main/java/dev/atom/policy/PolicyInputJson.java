// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The one mapping between [PolicyInput] and the document that rules see. Writing is on the hot
/// path: keys and constants are made once, and members put in the order in which they are written.
final class PolicyInputJson {
  private static final Value.Str TOKEN = Value.of("token");
  private static final Value.Str REQUEST = Value.of("request");
  private static final Value.Str AGENT = Value.of("agent");
  private static final Value.Str ROUTE = Value.of("route");
  private static final Value.Str MODEL = Value.of("model");
  private static final Value.Str TOOL = Value.of("tool");
  private static final Value.Str PATH_DOMAIN_ID = Value.of("path_domain_id");
  private static final Value.Str PATH_AGENT_ID = Value.of("path_agent_id");
  private static final Value.Str SUB = Value.of("sub");
  private static final Value.Str TYPE = Value.of("type");
  private static final Value.Str ROLE = Value.of("role");
  private static final Value.Str DOMAIN_ID = Value.of("domain_id");
  private static final Value.Str AGENT_ID = Value.of("agent_id");
  private static final Value.Str REVOKED = Value.of("revoked");
  private static final Value.Str METHOD = Value.of("method");
  private static final Value.Str PATH = Value.of("path");
  private static final Value.Str HEADERS = Value.of("headers");
  private static final Value.Str NAME = Value.of("name");
  private static final Value.Str OWNER = Value.of("owner");
  private static final Value.Str TOOLS = Value.of("tools");
  private static final Value.Str SKILLS = Value.of("skills");

  private PolicyInputJson() {}

  static Value value(PolicyInput input) {
    return new ObjectValue.Builder(8)
        .put(AGENT, input.agent().value())
        .put(MODEL, text(input.model()))
        .put(PATH_AGENT_ID, text(input.pathAgentId()))
        .put(PATH_DOMAIN_ID, text(input.pathDomainId()))
        .put(REQUEST, request(input.request()))
        .put(ROUTE, route(input.route()))
        .put(TOKEN, token(input.token()))
        .put(TOOL, text(input.tool()))
        .build();
  }

  static Value agent(
      @Nullable String domainId, @Nullable String owner, List<String> tools, List<String> skills) {
    return new ObjectValue.Builder(4)
        .put(DOMAIN_ID, text(domainId))
        .put(OWNER, text(owner))
        .put(SKILLS, texts(skills))
        .put(TOOLS, texts(tools))
        .build();
  }

  static PolicyInput read(Value document) {
    ObjectValue input = object(document, "input");
    return new PolicyInput(
        readToken(object(get(input, "token"), "token")),
        readRequest(object(get(input, "request"), "request")),
        readAgent(object(get(input, "agent"), "agent")),
        readRoute(object(get(input, "route"), "route")),
        readText(input, "model"),
        readText(input, "tool"),
        readText(input, "path_domain_id"),
        readText(input, "path_agent_id"));
  }

  private static Value token(PolicyInput.Caller token) {
    return new ObjectValue.Builder(6)
        .put(AGENT_ID, text(token.agentId()))
        .put(DOMAIN_ID, text(token.domainId()))
        .put(REVOKED, Value.of(token.revoked()))
        .put(ROLE, text(token.role()))
        .put(SUB, text(token.sub()))
        .put(TYPE, text(token.type()))
        .build();
  }

  private static Value request(PolicyInput.Request request) {
    var headers = new ObjectValue.Builder(request.headers().size());
    request.headers().forEach((name, value) -> headers.put(Value.of(name), Value.of(value)));
    return new ObjectValue.Builder(3)
        .put(HEADERS, headers.build())
        .put(METHOD, text(request.method()))
        .put(PATH, text(request.path()))
        .build();
  }

  private static Value route(PolicyInput.Route route) {
    return new ObjectValue.Builder(2)
        .put(NAME, text(route.name().written()))
        .put(PATH, text(route.path()))
        .build();
  }

  private static Value text(@Nullable String text) {
    return text == null ? Value.nothing() : Value.of(text);
  }

  private static Value texts(List<String> texts) {
    return Value.array(texts.stream().map(Value::of).toList());
  }

  private static PolicyInput.Caller readToken(ObjectValue token) {
    if (!(get(token, "revoked") instanceof Value.Bool revoked)) {
      throw wrong("revoked", "a boolean");
    }
    return new PolicyInput.Caller(
        needText(token, "sub"),
        needText(token, "type"),
        readText(token, "role"),
        readText(token, "domain_id"),
        readText(token, "agent_id"),
        revoked.value());
  }

  private static PolicyInput.Request readRequest(ObjectValue request) {
    Map<String, String> headers = new TreeMap<>();
    object(get(request, "headers"), "headers")
        .forEach((name, value) -> headers.put(asText(name, "headers"), asText(value, "headers")));
    return new PolicyInput.Request(needText(request, "method"), needText(request, "path"), headers);
  }

  private static AgentFacts readAgent(ObjectValue agent) {
    return new AgentFacts(
        readText(agent, "domain_id"),
        readText(agent, "owner"),
        readTexts(agent, "tools"),
        readTexts(agent, "skills"));
  }

  private static PolicyInput.Route readRoute(ObjectValue route) {
    RouteName name =
        RouteName.read(needText(route, "name")).orElseThrow(() -> wrong("name", "a route"));
    return new PolicyInput.Route(name, needText(route, "path"));
  }

  private static List<String> readTexts(ObjectValue object, String key) {
    if (!(get(object, key) instanceof Value.Arr array)) {
      throw wrong(key, "an array");
    }
    List<String> texts = new ArrayList<>(array.size());
    for (Value item : array.items()) {
      texts.add(asText(item, key));
    }
    return texts;
  }

  private static String needText(ObjectValue object, String key) {
    return asText(get(object, key), key);
  }

  private static @Nullable String readText(ObjectValue object, String key) {
    Value value = get(object, key);
    return value instanceof Value.Null ? null : asText(value, key);
  }

  private static String asText(Value value, String key) {
    if (value instanceof Value.Str text) {
      return text.text();
    }
    throw wrong(key, "text");
  }

  private static ObjectValue object(Value value, String key) {
    if (value instanceof ObjectValue object) {
      return object;
    }
    throw wrong(key, "an object");
  }

  private static Value get(ObjectValue object, String key) {
    Value value = object.get(key);
    if (value == null) {
      throw wrong(key, "present");
    }
    return value;
  }

  private static IllegalArgumentException wrong(String key, String needed) {
    return new IllegalArgumentException("policy input: '" + key + "' is not " + needed);
  }
}
