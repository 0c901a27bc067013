// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.posture.manifest.ManifestSet;
import dev.atom.posture.manifest.Unreadable;
import dev.atom.posture.rbac.Access;
import dev.atom.posture.rbac.KnownResources;
import dev.atom.posture.rbac.RbacObjects;
import dev.atom.posture.rbac.Subject;
import java.util.List;

/// What the `rbac` commands read and understand: objects, resources as people type them, subjects.
final class RbacSource {
  private final Console console;
  private final ManifestSet read;
  private final RbacObjects objects;

  RbacSource(List<String> paths, Console console) {
    this.console = console;
    this.read = NamedObjects.read(paths, console);
    this.objects = RbacObjects.of(read.manifests());
  }

  RbacObjects objects() {
    return objects;
  }

  /// The exit code, after telling what could not be read: an answer from half the objects is none.
  int code(int otherwise) {
    for (Unreadable it : read.unreadable()) {
      console.tell("atom: " + it.place().shown() + ": " + it.why());
    }
    return read.unreadable().isEmpty() ? otherwise : ExitCodes.CANNOT_JUDGE;
  }

  /// What `verb` on `typed` means: an object, or a path when it begins with a slash.
  static Access access(String verb, String typed, String name) {
    if (typed.startsWith("/")) {
      return new Access.OnPath(verb, typed);
    }
    Access.OnResource found =
        KnownResources.access(verb, typed)
            .orElseThrow(() ->
                new AtomException(
                    ErrorCode.BAD_REQUEST,
                    "the resource '"
                        + typed
                        + "' is not known: write it with its group, as in "
                        + typed
                        + ".example.com"));
    return new Access.OnResource(verb, found.group(), found.resource(), found.subresource(), name);
  }

  /// A subject as it is typed: `ns/name`, `user:NAME`, `group:NAME`, or a user's name.
  static Subject subject(String typed) {
    if (typed.startsWith("group:")) {
      return Subject.group(typed.substring("group:".length()));
    }
    if (typed.startsWith("user:")) {
      return Subject.user(typed.substring("user:".length()));
    }
    int slash = typed.indexOf('/');
    return slash > 0
        ? Subject.account(typed.substring(0, slash), typed.substring(slash + 1))
        : Subject.user(typed);
  }
}
