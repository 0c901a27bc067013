// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.io.Serial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Builds the values of one [YamlChunk] from a parser's events.
///
/// An alias gives the very object it names, so a bomb of aliases costs no memory here; what it
/// would unfold to is counted, and too much of it, or too deep, makes the document unreadable.
final class YamlTree {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setUseMarks(true).setCodePointLimit(Integer.MAX_VALUE).build();

  private final String file;
  private final int linesBefore;
  private final int chunkLine;
  private final ReadBounds bounds;
  private final Words words;
  private final List<Unreadable> unreadable;
  private final String text;

  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private Optional<Unreadable> problem = Optional.empty();
  private long counted;
  private long aliased;
  private int height;

  /// What an anchor names: how many values it unfolds to, and how deep they go.
  private record Anchored(Node node, long count, int height) {}

  /// Unwinds the recursion.
  private static final class TooDeep extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final transient Unreadable why;

    TooDeep(Unreadable why) {
      super(why.why(), null, false, false);
      this.why = why;
    }
  }

  YamlTree(
      String file, YamlChunk chunk, ReadBounds bounds, Words words, List<Unreadable> unreadable) {
    this.file = file;
    this.text = chunk.text();
    this.chunkLine = chunk.line();
    this.linesBefore = chunk.line() - 1;
    this.bounds = bounds;
    this.words = words;
    this.unreadable = unreadable;
  }

  /// Adds the documents of the chunk, or why they cannot be read.
  void addTo(List<Node> documents) {
    try {
      var parser = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
      while (parser.hasNext()) {
        if (parser.next().getEventId() == Event.ID.DocumentStart) {
          document(parser, documents);
        }
      }
    } catch (MarkedYamlEngineException e) {
      unreadable.add(
          new Unreadable(
              e.getProblemMark().map(this::place).orElse(new Place(file, chunkLine, 1)),
              "this is not YAML: " + e.getProblem()));
    } catch (TooDeep e) {
      unreadable.add(e.why);
    } catch (YamlEngineException e) {
      unreadable.add(
          new Unreadable(
              new Place(file, chunkLine, 1),
              "this is not YAML: " + firstLine(String.valueOf(e.getMessage()))));
    }
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private void document(ParserImpl parser, List<Node> documents) {
    anchors.clear();
    problem = Optional.empty();
    aliased = 0;
    Node root = build(parser, parser.next(), 1);
    if (problem.isPresent()) {
      unreadable.add(problem.get());
    } else {
      documents.add(root);
    }
  }

  private Node build(ParserImpl parser, Event event, int depth) {
    if (event instanceof AliasEvent alias) {
      return aliased(alias, depth);
    }
    long before = counted++;
    height = 1;
    Node node =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case MappingStartEvent start when depth < bounds.depthMax() -> map(parser, start, depth);
          case SequenceStartEvent start when depth < bounds.depthMax() ->
              list(parser, start, depth);
          default -> throw tooDeep(event);
        };
    if (event instanceof NodeEvent named && named.getAnchor().isPresent()) {
      anchors.put(named.getAnchor().get(), new Anchored(node, counted - before, height));
    }
    return node;
  }

  private Node aliased(AliasEvent alias, int depth) {
    Place place = place(alias);
    Anchored anchored = anchors.get(alias.getAlias());
    if (anchored == null) {
      return refuse(place, "the alias *" + alias.getAlias() + " names no anchor before it");
    }
    aliased += anchored.count;
    counted += anchored.count;
    height = anchored.height;
    if (aliased > bounds.aliasedMax()) {
      return refuse(
          place, "aliases unfold to more than " + bounds.aliasedMax() + " values: write them out");
    }
    if (depth + anchored.height > bounds.depthMax()) {
      return refuse(place, "values are nested more than " + bounds.depthMax() + " deep");
    }
    return anchored.node;
  }

  private Node list(ParserImpl parser, Event start, int depth) {
    var items = new ArrayList<Node>();
    int highest = 0;
    for (Event event = parser.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = parser.next()) {
      items.add(build(parser, event, depth + 1));
      highest = Math.max(highest, height);
    }
    height = highest + 1;
    return new ListNode(items, place(start));
  }

  private Node map(ParserImpl parser, Event start, int depth) {
    var keys = new ArrayList<String>();
    var values = new ArrayList<Node>();
    var merged = new ArrayList<Node>();
    Set<String> seen = HashSet.newHashSet(16);
    int highest = 0;
    for (Event event = parser.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = parser.next()) {
      String key = key(parser, event, depth);
      Node value = build(parser, parser.next(), depth + 1);
      highest = Math.max(highest, height);
      if (isMerge(event)) {
        merged.add(value);
      } else if (seen.add(key)) {
        keys.add(key);
        values.add(value);
      } else {
        refuse(place(event), "the key " + Shown.key(key) + " is there twice");
      }
    }
    height = highest + 1;
    for (Node other : merged) {
      merge(other, keys, values, seen);
    }
    return new MapNode(keys, values, place(start));
  }

  private String key(ParserImpl parser, Event event, int depth) {
    if (event instanceof ScalarEvent scalar) {
      counted++;
      Node key = scalar(scalar);
      String text = key.scalar();
      if (scalar.getAnchor().isPresent()) {
        anchors.put(scalar.getAnchor().get(), new Anchored(key, 1, 1));
      }
      return words.same(
          key instanceof NumberNode number && number.integer().isPresent()
              ? Long.toString(number.integer().getAsLong())
              : key.isNull() ? "null" : text);
    }
    Node key = build(parser, event, depth + 1);
    if (key instanceof TextNode text) {
      return text.text();
    }
    refuse(place(event), "a key must be a text");
    return "";
  }

  private static boolean isMerge(Event event) {
    return event instanceof ScalarEvent scalar
        && scalar.isPlain()
        && scalar.getValue().equals("<<");
  }

  /// Adds what `other` has and the mapping itself does not say.
  private void merge(Node other, List<String> keys, List<Node> values, Set<String> seen) {
    switch (other) {
      case MapNode map -> {
        for (String key : map.keys()) {
          if (seen.add(key)) {
            keys.add(key);
            values.add(map.get(key));
          }
        }
      }
      case ListNode list when list.items().stream().allMatch(MapNode.class::isInstance) ->
          list.items().forEach(item -> merge(item, keys, values, seen));
      case ListNode _, TextNode _, NumberNode _, BoolNode _, NullNode _ ->
          refuse(other.place(), "<< must be given a mapping or a list of mappings");
    }
  }

  private Node scalar(ScalarEvent scalar) {
    Place place = place(scalar);
    Optional<String> tag = scalar.getTag();
    boolean plain =
        tag.isPresent() ? !tag.get().equals("!") && isResolved(tag.get()) : scalar.isPlain();
    return plain
        ? Scalars.plain(words.same(scalar.getValue()), place)
        : new TextNode(words.same(scalar.getValue()), place);
  }

  private static boolean isResolved(String tag) {
    return switch (tag) {
      case "tag:yaml.org,2002:int",
          "tag:yaml.org,2002:float",
          "tag:yaml.org,2002:bool",
          "tag:yaml.org,2002:null" ->
          true;
      default -> false;
    };
  }

  /// Ends the chunk: what parses deep nesting takes time with the square of the depth.
  private TooDeep tooDeep(Event start) {
    return new TooDeep(
        new Unreadable(place(start), "values are nested more than " + bounds.depthMax() + " deep"));
  }

  /// Notes the first problem of the document.
  private Node refuse(Place place, String why) {
    if (problem.isEmpty()) {
      problem = Optional.of(new Unreadable(place, why));
    }
    return new NullNode(place, true);
  }

  private Place place(Event event) {
    return event.getStartMark().map(this::place).orElse(new Place(file, chunkLine, 1));
  }

  private Place place(Mark mark) {
    return new Place(file, linesBefore + mark.getLine() + 1, mark.getColumn() + 1);
  }
}
