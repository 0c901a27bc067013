// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which provider answers which model. Immutable.
final class ModelTable {
  private final Map<String, Provider> byModel;

  /// @param providers their configurations with those who answer, in the order of the file
  ModelTable(Map<ProviderConfig, Provider> providers) {
    var table = new LinkedHashMap<String, Provider>();
    providers.forEach(
        (config, provider) -> config.models().forEach(model -> table.put(model, provider)));
    byModel = table;
  }

  Optional<Provider> providerOf(String model) {
    Provider exact = byModel.get(model);
    // Nobody asks for a model that is called like the wildcard.
    if (exact == null && !model.equals(ProviderConfig.ANY_MODEL)) {
      exact = byModel.get(ProviderConfig.ANY_MODEL);
    }
    return model.equals(ProviderConfig.ANY_MODEL) ? Optional.empty() : Optional.ofNullable(exact);
  }

  List<String> models() {
    return byModel.keySet().stream()
        .filter(model -> !model.equals(ProviderConfig.ANY_MODEL))
        .toList();
  }

  /// The answer to `/v1/models`.
  JsonObject list() {
    var data = new JsonArray();
    models().forEach(model -> data.add(describe(model)));
    return new JsonObject().put("object", "list").put("data", data);
  }

  /// The answer to `/v1/models/{id}`.
  Optional<JsonObject> one(String model) {
    return providerOf(model).map(_ -> describe(model));
  }

  private JsonObject describe(String model) {
    return new JsonObject()
        .put("id", model)
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", providerOf(model).map(Provider::name).orElse(""));
  }
}
