// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads a YAML file into a [ConfigTree] without interpreting a single value.
///
/// Duplicate keys, keys that are not plain text, several documents, and anchors are refused: a
/// configuration has one reading. Files above 1 MiB are refused.
final class YamlFile {
  private static final long BYTES_MAX = 1 << 20;

  private final String name;
  private final Consumer<ConfigProblem> problems;
  private final Set<Node> seen = new HashSet<>();

  private YamlFile(String name, Consumer<ConfigProblem> problems) {
    this.name = name;
    this.problems = problems;
  }

  /// The tree of `file`; what is wrong with it goes to `problems`, and the rest is still read.
  static ConfigTree.Keys read(Path file, Consumer<ConfigProblem> problems) {
    var name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
    return new YamlFile(name, problems).read(file);
  }

  private ConfigTree.Keys read(Path file) {
    var nothing = ConfigTree.Keys.empty(Origin.file(name, 1));
    try {
      if (Files.size(file) > BYTES_MAX) {
        refuse("", file.toString(), 1, "the file is larger than 1 MiB", "is it the right file?");
        return nothing;
      }
      var settings = LoadSettings.builder().setLabel(name).setUseMarks(true).build();
      var root = new Compose(settings).composeString(Files.readString(file));
      if (root.isEmpty()) {
        return nothing;
      }
      if (tree("", root.get()) instanceof ConfigTree.Keys keys) {
        return keys;
      }
      refuse("", "", 1, "the file is not a mapping of keys", "write 'key: value' lines");
    } catch (CharacterCodingException _) {
      refuse("", file.toString(), 1, "the file is not UTF-8 text", "save it as UTF-8");
    } catch (IOException e) {
      refuse("", file.toString(), 1, "the file cannot be read", "check that it exists: " + e);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
      refuse("", "", line, "this is not YAML: " + e.getProblem(), "");
    } catch (YamlEngineException e) {
      refuse("", "", 1, "this is not YAML: " + e.getMessage(), "");
    }
    return nothing;
  }

  private ConfigTree tree(String path, Node node) {
    Origin origin = Origin.file(name, line(node));
    if (!seen.add(node)) {
      refuse(path, "", line(node), "anchors and aliases are not read", "write the value out");
      return new ConfigTree.Leaf("", origin);
    }
    return switch (node) {
      case ScalarNode scalar -> new ConfigTree.Leaf(scalar.getValue(), origin);
      case SequenceNode sequence -> {
        List<ConfigTree> elements = new ArrayList<>();
        for (Node element : sequence.getValue()) {
          elements.add(tree(path + "[" + elements.size() + "]", element));
        }
        yield new ConfigTree.Items(elements, origin);
      }
      case MappingNode mapping -> keys(path, mapping, origin);
      default ->
          throw new IllegalStateException("a YAML node of unknown type " + node.getNodeType());
    };
  }

  private ConfigTree.Keys keys(String path, MappingNode mapping, Origin origin) {
    var children = new LinkedHashMap<String, ConfigTree>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        refuse(path, "", line(tuple.getKeyNode()), "a key must be plain text", "");
        continue;
      }
      String child = Names.join(path, key.getValue());
      // `key:` with nothing behind it says no more than leaving the key out.
      if (tuple.getValueNode() instanceof ScalarNode value
          && value.getTag().equals(org.snakeyaml.engine.v2.nodes.Tag.NULL)) {
        continue;
      }
      if (children.put(key.getValue(), tree(child, tuple.getValueNode())) != null) {
        refuse(child, "", line(key), "the key is there twice", "leave one of them");
      }
    }
    return new ConfigTree.Keys(children, origin);
  }

  private static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private void refuse(String path, String value, int line, String what, String wayOut) {
    problems.accept(new ConfigProblem(path, value, Origin.file(name, line).where(), what, wayOut));
  }
}
