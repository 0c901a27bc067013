// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who reaches whom in a [NetworkModel]: a connection is open when the source may send it and the
/// target may receive it.
///
/// Pods are judged by class, each class once and only when asked for. Used by one thread at a time.
public final class Reachability {
  private final NetworkModel model;
  private final Universe universe;
  private final RuleBook book;
  private final IdentityHashMap<Pod, PodClass> classes = new IdentityHashMap<>();
  private final Map<Integer, Partition> ingress = new HashMap<>();
  private final Map<Integer, Partition> egress = new HashMap<>();
  private final Map<RuleBook.Voices, Partition> ingressByVoices = new HashMap<>();
  private final Map<RuleBook.Voices, Partition> egressByVoices = new HashMap<>();

  private Reachability(NetworkModel model) {
    this.model = model;
    this.universe = new Universe(model);
    this.book = new RuleBook(model, universe);
    for (PodClass each : universe.classes()) {
      each.members().forEach(pod -> classes.put(pod, each));
    }
  }

  public static Reachability of(NetworkModel model) {
    return new Reachability(model);
  }

  public NetworkModel model() {
    return model;
  }

  Universe universe() {
    return universe;
  }

  RuleBook book() {
    return book;
  }

  /// How many classes the pods fall into.
  public int classCount() {
    return universe.stranger();
  }

  PodClass classOf(Pod pod) {
    var found = classes.get(pod);
    if (found == null) {
      throw new IllegalArgumentException(pod.workload() + " is not of this model");
    }
    return found;
  }

  /// What the rules of one end leave open to each peer.
  Partition partition(PodClass subject, Direction direction) {
    var known = direction == Direction.INGRESS ? ingress : egress;
    var found = known.get(subject.index());
    if (found == null) {
      found = byVoices(subject, direction);
      known.put(subject.index(), found);
    }
    return found;
  }

  private Partition byVoices(PodClass subject, Direction direction) {
    var known = direction == Direction.INGRESS ? ingressByVoices : egressByVoices;
    return known.computeIfAbsent(
        book.voices(subject, direction),
        _ -> new Evaluation(book, subject, direction).decide(everybody(direction)));
  }

  private BitSet everybody(Direction direction) {
    var out = new BitSet();
    out.set(0, universe.size(direction));
    return out;
  }

  /// What a pod may open to another.
  public PortSet allowed(Pod source, Pod target) {
    return allowed(classOf(source), classOf(target));
  }

  PortSet allowed(PodClass source, PodClass target) {
    return partition(source, Direction.EGRESS)
        .of(target.index())
        .intersection(partition(target, Direction.INGRESS).of(source.index()));
  }

  /// What a pod of which nothing is known may open to this one, its own egress aside.
  PortSet fromStranger(PodClass target) {
    return partition(target, Direction.INGRESS).of(universe.stranger());
  }

  /// What the rules of the pod leave open to each piece of the outside.
  List<Outside> outside(PodClass subject, Direction direction) {
    var partition = partition(subject, direction);
    var out = new ArrayList<Outside>();
    var pieces = universe.pieces(direction);
    for (int i = 0; i < pieces.size(); i++) {
      var ports = partition.of(universe.piece(i));
      if (!ports.isEmpty()) {
        out.add(new Outside(pieces.get(i), ports));
      }
    }
    return out;
  }

  /// The pods to which something of `ports` is open at the far end, with what is open.
  public List<Peer> peers(Pod pod, Direction direction, PortSet ports) {
    var subject = classOf(pod);
    var out = new ArrayList<Peer>();
    for (PodClass other : universe.classes()) {
      if (!other.members().isEmpty()) {
        var open =
            direction == Direction.INGRESS ? allowed(other, subject) : allowed(subject, other);
        var common = open.intersection(ports);
        if (!common.isEmpty()) {
          other.members().forEach(each -> out.add(new Peer(each, common)));
        }
      }
    }
    return out;
  }

  /// A pod at the far end and what is open.
  public record Peer(Pod pod, PortSet ports) {}

  /// Why a pod may open to another what it may.
  public Explanation explain(Pod source, Pod target) {
    return new Explainer(this).explain(source, target);
  }

  /// For each stretch of outside addresses to which something of `ports` is open: why. At the end
  /// of the pod only; what the outside allows nobody here knows.
  public List<Range> outsideRanges(Pod pod, Direction direction, PortSet ports) {
    return everyRange(pod, direction).stream()
        .filter(each -> !each.explanation().open().intersection(ports).isEmpty())
        .toList();
  }

  /// The whole outside in stretches to which the same is open, and why.
  public List<Range> everyRange(Pod pod, Direction direction) {
    var pieces = universe.pieces(direction);
    var partition = partition(classOf(pod), direction);
    var explainer = new Explainer(this);
    var out = new ArrayList<Range>();
    for (int i = 0; i < pieces.size(); i++) {
      int peer = universe.piece(i);
      int last = stretch(pieces, partition, i);
      var range = new AddressRange(pieces.get(i).first(), pieces.get(last).last());
      String shown = range + Connectivity.EXTERNAL;
      out.add(
          new Range(
              range,
              direction == Direction.INGRESS
                  ? explainer.receiving(shown, peer, pod)
                  : explainer.sending(pod, shown, peer)));
      i = last;
    }
    return out;
  }

  /// A stretch of outside addresses, and why what is open there is open.
  public record Range(AddressRange range, Explanation explanation) {}

  /// The last of the pieces that follow each other with the same ports open.
  private int stretch(List<AddressRange> pieces, Partition partition, int from) {
    int last = from;
    while (last + 1 < pieces.size()
        && pieces.get(last + 1).first().v6() == pieces.get(from).first().v6()
        && partition.of(universe.piece(last + 1)).equals(partition.of(universe.piece(from)))) {
      last++;
    }
    return last;
  }

  /// Why a pod of which nothing is known may open to this one what it may.
  public Explanation explainStranger(Pod target) {
    return new Explainer(this).receiving("any pod of any namespace", universe.stranger(), target);
  }

  /// Why this pod may open to one of which nothing is known what it may.
  public Explanation explainToStranger(Pod source) {
    return new Explainer(this).sending(source, "any pod of any namespace", universe.stranger());
  }

  /// The peers about whom administrators' policies of one priority disagree at this pod's end.
  public List<Explanation> ambiguities(Pod pod, Direction direction, PortSet ports) {
    if (!book.hasEqualPriorities()) {
      return List.of();
    }
    var explainer = new Explainer(this);
    var out = new ArrayList<Explanation>();
    for (PodClass other : universe.classes()) {
      var sample = other.members().isEmpty() ? null : other.sample();
      var explanation =
          direction == Direction.INGRESS
              ? explainer.receiving(name(sample), other.index(), pod)
              : explainer.sending(pod, name(sample), other.index());
      if (!explanation.ambiguous().intersection(ports).isEmpty()) {
        out.add(explanation);
      }
    }
    return out;
  }

  private static String name(@Nullable Pod pod) {
    return pod == null ? "any pod of any namespace" : pod.workload();
  }

  /// The rules that open something to peers of whom the manifests say nothing: nodes, domain names.
  public List<Explanation.Step> opaque(Pod pod, Direction direction) {
    var chapter = book.chapter(classOf(pod), direction);
    var out = new ArrayList<Explanation.Step>();
    for (var rules : List.of(chapter.admin(), chapter.policy(), chapter.baseline())) {
      for (RuleBook.Said said : rules) {
        if (said.rule().action() == Action.ALLOW
            && said.rule().peers().stream()
                .anyMatch(term ->
                    term instanceof PeerTerm.Opaque(var kind, var _)
                        && kind != PeerTerm.Kind.UNKNOWN)) {
          out.add(
              new Explanation.Step(
                  said.policy(),
                  said.rule().shown(),
                  Optional.of(Action.ALLOW),
                  PortSet.ALL,
                  said.rule().place()));
        }
      }
    }
    return out;
  }

  /// Whether its rules hang on labels of namespaces other than their names.
  public boolean trustsNamespaceLabels(Pod pod, Direction direction) {
    return book.trustsNamespaceLabels(classOf(pod), direction);
  }

  /// The ways to the pod that go round policies.
  public List<Opening> openings(Pod pod) {
    return Opening.of(model, pod);
  }

  /// This cluster with the pods in it that the rules about these pods would let in, or out to,
  /// though they do not exist yet.
  public Future future(Collection<Pod> subjects, Direction direction) {
    var future = new FuturePods(model);
    var seen = new BitSet();
    for (Pod pod : subjects) {
      var subject = classOf(pod);
      if (!seen.get(subject.index())) {
        seen.set(subject.index());
        var chapter = book.chapter(subject, direction);
        for (var rules : List.of(chapter.admin(), chapter.policy(), chapter.baseline())) {
          for (RuleBook.Said said : rules) {
            said.rule()
                .peers()
                .forEach(term -> future.add(term, said.namespace().orElse(""), true));
          }
        }
      }
    }
    return new Future(of(future.model()), List.copyOf(future.pods()));
  }

  /// A cluster with pods that do not exist yet.
  public record Future(Reachability reachability, List<Pod> pods) {}

  /// A piece of the outside and what is open to it.
  record Outside(AddressRange range, PortSet ports) {}
}
