// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/// The dependencies a room's `pom.xml` declares.
final class Pom {
  /// @param scope `compile` when none is written
  record Dependency(String group, String artifact, String scope) {
    /// The name that a room's sign uses.
    String sign() {
      return group.equals("dev.atom") ? artifact : group + ":" + artifact;
    }

    /// Whether it is there when the product runs.
    boolean ships() {
      return scope.equals("compile") || scope.equals("runtime");
    }
  }

  private Pom() {}

  static List<Dependency> dependencies(Path pom) {
    var found = new ArrayList<Dependency>();
    var project = document(pom);
    for (Element block : children(project, "dependencies")) {
      for (Element dependency : children(block, "dependency")) {
        found.add(
            new Dependency(
                text(dependency, "groupId", ""),
                text(dependency, "artifactId", ""),
                text(dependency, "scope", "compile")));
      }
    }
    return found;
  }

  /// The folders listed under `modules`.
  static List<String> modules(Path pom) {
    var found = new ArrayList<String>();
    for (Element block : children(document(pom), "modules")) {
      children(block, "module").forEach(module -> found.add(module.getTextContent().strip()));
    }
    return found;
  }

  private static Element document(Path pom) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(pom.toFile()).getDocumentElement();
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException("cannot read " + pom, e);
    }
  }

  private static List<Element> children(Element parent, String name) {
    var found = new ArrayList<Element>();
    for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }

  private static String text(Element parent, String name, String otherwise) {
    var found = children(parent, name);
    return found.isEmpty() ? otherwise : found.getFirst().getTextContent().strip();
  }
}
