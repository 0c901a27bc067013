// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A policy folder that is looked at again and again by its one owner.
///
/// What counts is content, by digest: so the link swap of a mounted ConfigMap is seen like an edit,
/// and a touched file is not a change. A folder that cannot be read or whose policies do not
/// compile is [Check.Broken], told once per content, and the engine loaded before stays.
public final class PolicyFolder {
  private final Path directory;
  private PolicyEngine engine;
  private String brokenSeen = "";

  private PolicyFolder(Path directory, PolicyEngine engine) {
    this.directory = directory;
    this.engine = engine;
  }

  /// What a look at the folder found.
  public sealed interface Check {
    /// Nothing new since the last look.
    record Unchanged() implements Check {}

    /// Other policies, loaded.
    ///
    /// @param engine that decides by them from now on
    record Loaded(PolicyEngine engine) implements Check {}

    /// Policies that cannot be used; those loaded before stay.
    ///
    /// @param digest of the unusable content; `""` when it could not be read
    /// @param problems as `file:line:column: message` where a place is known
    record Broken(String digest, List<String> problems) implements Check {
      public Broken {
        problems = List.copyOf(problems);
      }
    }
  }

  /// Loads the folder for the first time.
  ///
  /// @throws AtomException BAD_CONFIGURATION naming the folder and every problem
  public static PolicyFolder open(Path directory) {
    return switch (load(directory)) {
      case Check.Loaded(PolicyEngine engine) -> new PolicyFolder(directory, engine);
      case Check.Broken(String _, List<String> problems) ->
          throw new AtomException(
              ErrorCode.BAD_CONFIGURATION,
              "policy folder " + directory + " cannot be used: " + String.join("; ", problems));
      case Check.Unchanged _ -> throw new IllegalStateException("a load always changes something");
    };
  }

  /// The engine of the last policies that could be used.
  public PolicyEngine engine() {
    return engine;
  }

  /// Looks again. Reads files: never on an event loop, and by one thread at a time.
  public Check check() {
    try {
      PolicyFiles files = PolicyFiles.read(directory);
      if (files.digest().equals(engine.revision())) {
        brokenSeen = "";
        return new Check.Unchanged();
      }
      if (files.digest().equals(brokenSeen)) {
        return new Check.Unchanged();
      }
      // SECURITY(T-27): what does not load as a whole does not replace what did
      return remember(load(files));
    } catch (IOException e) {
      return remember(unreadable(e));
    }
  }

  private Check remember(Check check) {
    switch (check) {
      case Check.Loaded(PolicyEngine loaded) -> {
        engine = loaded;
        brokenSeen = "";
      }
      case Check.Broken(String digest, List<String> problems) -> {
        String seen = digest.isEmpty() ? problems.toString() : digest;
        if (seen.equals(brokenSeen)) {
          return new Check.Unchanged();
        }
        brokenSeen = seen;
      }
      case Check.Unchanged _ -> {}
    }
    return check;
  }

  private static Check load(Path directory) {
    try {
      return load(PolicyFiles.read(directory));
    } catch (IOException e) {
      return unreadable(e);
    }
  }

  private static Check load(PolicyFiles files) {
    return switch (PolicyLoad.of(files)) {
      case PolicyLoad.Ready(PolicyEngine loaded) -> new Check.Loaded(loaded);
      case PolicyLoad.Unusable(List<String> problems) -> new Check.Broken(files.digest(), problems);
    };
  }

  private static Check unreadable(IOException e) {
    return new Check.Broken("", List.of("cannot be read: " + e));
  }
}
