// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.Table;
import dev.atom.posture.rbac.Access;
import dev.atom.posture.rbac.EffectivePermissions;
import dev.atom.posture.rbac.Grant;
import dev.atom.posture.rbac.KnownResources;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Who may do one thing, and by which binding.
@Command(
    name = "who-can",
    description = "Who may do VERB on RESOURCE, and by which binding.",
    footer = {
      "",
      "RESOURCE: pods, deploy, deployments.apps, pods/exec, agents.kagent.dev, or a path:"
          + " /metrics.",
      "A group stands for its members. Grants limited to named objects are listed with the names.",
      "",
      "Examples:",
      "  ./atom posture rbac who-can get secrets -n atom-system deploy/",
      "  ./atom posture rbac who-can create pods/exec deploy/"
    })
public final class RbacWhoCan implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "VERB", description = "get, list, create, ...")
  private String verb = "";

  @Parameters(index = "1", paramLabel = "RESOURCE", description = "What it is done to.")
  private String resource = "";

  @Parameters(index = "2..*", arity = "1..*", paramLabel = "PATH", description = "Manifests.")
  private List<String> paths = List.of();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NS",
      description = "There (anywhere).")
  private @Nullable String namespace;

  @Option(names = "--name", paramLabel = "NAME", description = "On the object of this name.")
  private String name = "";

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public RbacWhoCan(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Access access = RbacSource.access(verb, resource, name);
    var source = new RbacSource(paths, console);
    Set<Grant> grants = new LinkedHashSet<>();
    EffectivePermissions permissions = source.objects().permissions();
    for (Grant grant : permissions.grants()) {
      if (isAsked(grant, access) && does(grant, access)) {
        grants.add(grant);
      }
    }
    print(grants, access);
    return source.code(ExitCodes.DONE);
  }

  private boolean isAsked(Grant grant, Access access) {
    if (access instanceof Access.OnPath) {
      return grant.scope().isEmpty();
    }
    boolean ofCluster =
        access instanceof Access.OnResource it
            && KnownResources.isOfCluster(it.group(), it.resource())
            && !it.resource().equals("namespaces");
    if (ofCluster) {
      return grant.scope().isEmpty();
    }
    return namespace == null || grant.scope().isEmpty() || grant.scope().equals(namespace);
  }

  private boolean does(Grant grant, Access access) {
    return switch (access) {
      case Access.OnResource it when name.isEmpty() -> grant.rule().touches(it);
      case Access.OnResource it -> grant.rule().permits(it);
      case Access.OnPath it -> grant.rule().permits(it);
    };
  }

  private void print(Set<Grant> grants, Access access) {
    if (json) {
      grants.forEach(grant -> console.print(Json.line(line(grant))));
      return;
    }
    if (grants.isEmpty()) {
      console.print("nobody (but members of system:masters)");
      return;
    }
    var table = new Table("SUBJECT", "WHERE", "BY", "ROLE");
    for (Grant grant : grants) {
      String names =
          access instanceof Access.OnResource && !grant.rule().names().isEmpty()
              ? " (only " + String.join(", ", grant.rule().names()) + ")"
              : "";
      table.add(grant.subject().text(), grant.where() + names, grant.binding(), grant.role());
    }
    console.print(table.toString());
  }

  private static ObjectNode line(Grant grant) {
    ObjectNode line =
        Json.object()
            .put("subject", grant.subject().text())
            .put("namespace", grant.scope())
            .put("binding", grant.binding())
            .put("role", grant.role());
    grant.rule().names().forEach(line.putArray("names")::add);
    return line;
  }
}
