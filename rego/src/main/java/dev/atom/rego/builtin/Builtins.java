// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All builtins by name, and the names of those that are known and refused.
public final class Builtins {
  /// What the language has and a decision here must not need: the network, other languages'
  /// documents, certificates, the building of credentials, the module's own text.
  private static final Set<String> REFUSED =
      Set.of(
          "http.send",
          "net.lookup_ip_addr",
          "graphql.parse",
          "graphql.parse_and_verify",
          "graphql.parse_query",
          "graphql.parse_schema",
          "graphql.is_valid",
          "graphql.schema_is_valid",
          "json.verify_schema",
          "json.match_schema",
          "yaml.marshal",
          "yaml.unmarshal",
          "yaml.is_valid",
          "rego.parse_module",
          "rego.metadata.rule",
          "rego.metadata.chain",
          "providers.aws.sign_req",
          "crypto.x509.parse_certificates",
          "crypto.x509.parse_and_verify_certificates",
          "crypto.x509.parse_and_verify_certificates_with_options",
          "crypto.x509.parse_certificate_request",
          "crypto.x509.parse_keypair",
          "crypto.x509.parse_rsa_private_key",
          "crypto.parse_private_keys",
          "io.jwt.encode_sign",
          "io.jwt.encode_sign_raw",
          "strings.render_template",
          "test.sleep",
          "trace");

  /// What a program may know of where it runs: nothing.
  private static final List<Builtin> RUNTIME =
      List.of(new Builtin("opa.runtime", 0, (c, a) -> ObjectValue.EMPTY));

  private final Map<String, Builtin> byName = new HashMap<>();

  private Builtins(List<List<Builtin>> families) {
    families.forEach(family -> family.forEach(b -> byName.put(b.name(), b)));
  }

  public static Builtins standard() {
    return new Builtins(
        List.of(
            Operators.table(),
            Aggregates.table(),
            Types.table(),
            Strings.table(),
            Objects.table(),
            Regexes.table(),
            Globs.table(),
            Numbers.table(),
            Encodings.table(),
            JsonPaths.table(),
            Times.table(),
            Digests.table(),
            Networks.table(),
            Graphs.table(),
            Jwts.table(),
            RUNTIME));
  }

  public @Nullable Builtin find(String name) {
    return byName.get(name);
  }

  /// Whether a name is one of the language that is refused here.
  public static boolean isRefused(String name) {
    return REFUSED.contains(name);
  }
}
