// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.Table;
import dev.atom.posture.rbac.Access;
import dev.atom.posture.rbac.Grant;
import dev.atom.posture.rbac.Rule;
import dev.atom.posture.rbac.Subject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What one subject may do, or whether it may do one thing.
@Command(
    name = "can",
    description = {
      "What SUBJECT may do. With --verb and --resource: whether it may;",
      "exit 0 for yes, 1 for no, as kubectl auth can-i answers."
    },
    footer = {
      "",
      "SUBJECT: ns/name is a service account; user:NAME; group:NAME.",
      "The groups the API server puts a subject in by itself are counted; add others with --group.",
      "",
      "Examples:",
      "  ./atom posture rbac can atom-agents/runtime deploy/",
      "  ./atom posture rbac can user:eve --group devs --verb get --resource secrets -n shop"
          + " deploy/"
    })
public final class RbacCan implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "SUBJECT", description = "Who.")
  private String who = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "PATH", description = "Manifests.")
  private List<String> paths = List.of();

  @Option(names = "--group", paramLabel = "NAME", description = "A group it is in; repeat it.")
  private List<String> groups = List.of();

  @Option(names = "--verb", paramLabel = "VERB", description = "Ask about one verb.")
  private @Nullable String verb;

  @Option(names = "--resource", paramLabel = "RESOURCE", description = "On this, or on a /path.")
  private @Nullable String resource;

  @Option(names = "--name", paramLabel = "NAME", description = "On the object of this name.")
  private String name = "";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NS",
      description = "There (in the whole cluster).")
  private String namespace = "";

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public RbacCan(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if ((verb == null) != (resource == null)) {
      throw new AtomException(ErrorCode.BAD_REQUEST, "--verb and --resource go together");
    }
    var source = new RbacSource(paths, console);
    Subject subject = RbacSource.subject(who);
    if (verb != null && resource != null) {
      Access access = RbacSource.access(verb, resource, name);
      boolean may =
          source.objects().permissions().may(subject, Set.copyOf(groups), access, namespace);
      console.print(may ? "yes" : "no");
      return source.code(may ? ExitCodes.DONE : ExitCodes.NEGATIVE);
    }
    print(source.objects().permissions().of(subject, Set.copyOf(groups)));
    return source.code(ExitCodes.DONE);
  }

  private void print(List<Grant> grants) {
    var asked = new LinkedHashSet<Grant>();
    grants.stream()
        .filter(it -> namespace.isEmpty() || it.scope().isEmpty() || it.scope().equals(namespace))
        .forEach(asked::add);
    if (json) {
      for (Grant grant : asked) {
        var line =
            Json.object()
                .put("namespace", grant.scope())
                .put("binding", grant.binding())
                .put("role", grant.role());
        grant.rule().verbs().forEach(line.putArray("verbs")::add);
        grant.rule().groups().forEach(line.putArray("apiGroups")::add);
        grant.rule().resources().forEach(line.putArray("resources")::add);
        grant.rule().names().forEach(line.putArray("resourceNames")::add);
        grant.rule().paths().forEach(line.putArray("nonResourceURLs")::add);
        console.print(Json.line(line));
      }
      return;
    }
    if (asked.isEmpty()) {
      console.print("nothing");
      return;
    }
    var table = new Table("WHERE", "VERBS", "ON", "BY");
    for (Grant grant : asked) {
      table.add(
          grant.where(), String.join(",", grant.rule().verbs()), on(grant.rule()), grant.binding());
    }
    console.print(table.toString());
  }

  private static String on(Rule rule) {
    if (!rule.paths().isEmpty()) {
      return String.join(",", rule.paths());
    }
    String groups =
        rule.groups().equals(List.of("")) ? "" : " of group " + String.join(",", rule.groups());
    String names = rule.names().isEmpty() ? "" : " named " + String.join(",", rule.names());
    return String.join(",", rule.resources()) + groups + names;
  }
}
