// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.parse.Position;
import dev.atom.rego.parse.RegoException;
import dev.atom.rego.parse.Statement;
import dev.atom.rego.parse.Term;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The variables that a body can name: its own and those of the bodies around it.
final class Names {
  private final @Nullable Names outer;
  private final Map<String, Integer> slots = new HashMap<>();

  Names(@Nullable Names outer) {
    this.outer = outer;
  }

  void declare(String name, int slot) {
    slots.put(name, slot);
  }

  /// The variables declared here, not those around.
  Map<String, Integer> own() {
    return slots;
  }

  /// The slot of a variable, or -1.
  int find(String name) {
    for (Names names = this; names != null; names = names.outer) {
      Integer slot = names.slots.get(name);
      if (slot != null) {
        return slot;
      }
    }
    return -1;
  }

  /// Finds the names that statements use without declaring them, and refuses a declaration that
  /// comes too late or twice. Closures are not looked into: what only they use is theirs.
  static Set<String> undeclared(
      List<Statement> body, Predicate<String> known, Predicate<Term> function) {
    var scan = new Scan(known, function);
    body.forEach(scan::statement);
    return scan.undeclared;
  }

  /// The names that terms use outside closures.
  static Set<String> used(List<Term> terms, Predicate<String> known) {
    var scan = new Scan(known, term -> false);
    terms.forEach(scan::uses);
    return scan.undeclared;
  }

  /// The names that a pattern on the left of `:=` or of `in` declares.
  static void declared(Term pattern, Set<String> into) {
    switch (pattern) {
      case Term.Var v -> {
        if (!v.isWildcard()) {
          into.add(v.name());
        }
      }
      case Term.Array a -> a.items().forEach(i -> declared(i, into));
      case Term.Obj o -> o.members().forEach(m -> declared(m.value(), into));
      default -> {
        // Constants, references and calls declare nothing.
      }
    }
  }

  private static final class Scan {
    private final Predicate<String> known;
    private final Predicate<Term> function;
    private final Set<String> undeclared = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> declared = new HashSet<>();

    Scan(Predicate<String> known, Predicate<Term> function) {
      this.known = known;
      this.function = function;
    }

    void statement(Statement statement) {
      switch (statement.ask()) {
        case Statement.Holds h -> uses(h.term());
        case Statement.Unify u -> {
          uses(u.left());
          uses(u.right());
        }
        case Statement.Assign a -> {
          uses(a.right());
          declare(a.left(), statement.at(), "assigned");
        }
        case Statement.Some s -> s.names().forEach(name -> declare(name, name.at(), "declared"));
        case Statement.SomeIn s -> {
          uses(s.domain());
          if (s.key() != null) {
            declare(s.key(), statement.at(), "declared");
          }
          declare(s.value(), statement.at(), "declared");
        }
        case Statement.Every e -> uses(e.domain());
      }
      statement.withs().stream()
          .map(Statement.With::value)
          .filter(value -> !function.test(value))
          .forEach(this::uses);
    }

    private void declare(Term pattern, Position at, String how) {
      var names = new HashSet<String>();
      declared(pattern, names);
      for (String name : names) {
        if (!declared.add(name)) {
          throw new RegoException(at, "rego_compile_error", "var " + name + " " + how + " above");
        }
        if (seen.contains(name)) {
          throw new RegoException(at, "rego_compile_error", "var " + name + " referenced above");
        }
      }
    }

    void uses(Term term) {
      switch (term) {
        case Term.Literal _, Term.Comprehension _, Term.Template _ -> {
          // Nothing that belongs to this body.
        }
        case Term.Var v -> use(v);
        case Term.Ref r -> {
          uses(r.head());
          r.path().forEach(this::uses);
        }
        case Term.Array a -> a.items().forEach(this::uses);
        case Term.SetOf s -> s.items().forEach(this::uses);
        case Term.Obj o ->
            o.members()
                .forEach(m -> {
                  uses(m.key());
                  uses(m.value());
                });
        case Term.Call c -> c.args().forEach(this::uses);
      }
    }

    private void use(Term.Var variable) {
      String name = variable.name();
      if (variable.isWildcard() || declared.contains(name)) {
        return;
      }
      seen.add(name);
      if (!known.test(name)) {
        undeclared.add(name);
      }
    }
  }
}
