// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.network.AddressSet;
import dev.atom.posture.network.LabelSelector;
import dev.atom.posture.network.PortSet;
import dev.atom.posture.network.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One claim as a sentence: `only A and B reach C:4000`, `A reaches only B, C and DNS`, `A reaches
/// B:443`, `A does not reach B`. Ports follow a name: `C:4000`, `C:udp/53`, `C:8000-8010`, several
/// joined by `+`.
final class Sentence {
  private static final PortSet DNS =
      PortSet.of(Protocol.UDP, 53).union(PortSet.of(Protocol.TCP, 53));

  private final String text;
  private final Map<String, Group> groups;

  Sentence(String text, Map<String, Group> groups) {
    this.text = text;
    this.groups = groups;
  }

  /// What came of reading.
  sealed interface Read {}

  /// A claim.
  record Understood(Claim.Kind kind, List<Group> from, List<Claim.Target> to) implements Read {}

  /// No claim that we know.
  ///
  /// @param why as a sentence
  record Unclear(String why) implements Read {}

  /// A word of the sentence cannot be understood.
  private static final class Misread extends Exception {
    private static final long serialVersionUID = 1L;

    Misread(String why) {
      super(why);
    }
  }

  Read read() {
    var words = List.of(text.strip().replace(",", " , ").split("\\s+"));
    int verb = verb(words);
    if (verb < 1) {
      return unclear();
    }
    boolean onlyThese = words.getFirst().equalsIgnoreCase("only");
    boolean not = isNegation(words.subList(0, verb));
    int names = not ? negation(words, verb) : verb;
    boolean onlyThose = verb + 1 < words.size() && words.get(verb + 1).equalsIgnoreCase("only");
    if ((onlyThese ? 1 : 0) + (onlyThose ? 1 : 0) + (not ? 1 : 0) > 1) {
      return unclear();
    }
    try {
      var from = new ArrayList<Group>();
      for (String name : names(words.subList(onlyThese ? 1 : 0, names))) {
        from.add(group(name));
      }
      var to = new ArrayList<Claim.Target>();
      for (String name : names(words.subList(verb + (onlyThose ? 2 : 1), words.size()))) {
        to.add(target(name));
      }
      return from.isEmpty() || to.isEmpty()
          ? unclear()
          : new Understood(kind(onlyThese, onlyThose, not), from, to);
    } catch (Misread e) {
      return new Unclear(String.valueOf(e.getMessage()));
    }
  }

  private Unclear unclear() {
    return new Unclear(
        "'"
            + text
            + "' is no claim: write 'only A reaches B:PORT', 'A reaches only B and C',"
            + " 'A reaches B:PORT' or 'A does not reach B:PORT'");
  }

  private static Claim.Kind kind(boolean onlyThese, boolean onlyThose, boolean not) {
    if (onlyThese) {
      return Claim.Kind.ONLY_REACHES;
    }
    if (onlyThose) {
      return Claim.Kind.REACHES_ONLY;
    }
    return not ? Claim.Kind.NEVER_REACHES : Claim.Kind.REACHES;
  }

  private static int verb(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals("reach") || words.get(i).equals("reaches")) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isNegation(List<String> before) {
    String last = before.getLast();
    return last.equals("not") || last.equals("cannot") || last.equals("never");
  }

  /// Where the words that negate begin.
  private static int negation(List<String> words, int verb) {
    boolean helped =
        verb >= 2
            && words.get(verb - 1).equals("not")
            && List.of("do", "does", "must", "may", "can").contains(words.get(verb - 2));
    return helped ? verb - 2 : verb - 1;
  }

  private static List<String> names(List<String> words) {
    return words.stream().filter(word -> !word.equals(",") && !word.equals("and")).toList();
  }

  private Group group(String name) throws Misread {
    var known = groups.get(name);
    if (known == null) {
      known = groups.get(name.toLowerCase(Locale.ROOT));
    }
    if (known != null) {
      return known;
    }
    if (name.indexOf('/') > 0) {
      return new Group(
          name,
          LabelSelector.EVERYTHING,
          Optional.of(LabelSelector.EVERYTHING),
          Optional.of(name),
          AddressSet.NONE);
    }
    throw new Misread(
        "nobody is called '" + name + "': define it under 'groups', or write namespace/workload");
  }

  private Claim.Target target(String word) throws Misread {
    int colon = word.indexOf(':');
    if (colon < 0) {
      return word.equalsIgnoreCase("dns")
          ? new Claim.Target(group(word), DNS, true)
          : new Claim.Target(group(word), PortSet.ALL, false);
    }
    PortSet ports = PortSet.NONE;
    for (String each : word.substring(colon + 1).split("\\+", -1)) {
      ports = ports.union(ports(each, word));
    }
    return new Claim.Target(group(word.substring(0, colon)), ports, true);
  }

  private static PortSet ports(String written, String word) throws Misread {
    int slash = written.indexOf('/');
    String name = slash < 0 ? "TCP" : written.substring(0, slash).toUpperCase(Locale.ROOT);
    String numbers = written.substring(slash + 1);
    int dash = numbers.indexOf('-');
    int first = number(dash < 0 ? numbers : numbers.substring(0, dash));
    int last = number(numbers.substring(dash + 1));
    var protocol = Protocol.of(name);
    if (protocol.isEmpty() || first == 0 || last < first) {
      throw new Misread(
          "'" + word + "' names no port: write name:4000, name:udp/53 or name:8000-8010");
    }
    return PortSet.of(protocol.get(), first, last);
  }

  private static int number(String text) {
    try {
      int number = Integer.parseInt(text);
      return number >= 1 && number <= 65_535 ? number : 0;
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
