// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Reads files of Kubernetes objects: YAML and JSON, several documents, lists expanded.
///
/// What cannot be read is an [Unreadable] with its place, and everything beside it is read: a
/// broken document does not hide the next one. A document that says one key twice is unreadable,
/// because readers differ on which of the two counts. One reader may read many files; it shares the
/// keys between them and is used by one thread at a time.
public final class ManifestReader {
  private final ReadBounds bounds;
  private final String namespace;
  private final Words words = new Words();

  /// @param bounds how much one file may ask
  /// @param namespace where objects live that do not say so
  public ManifestReader(ReadBounds bounds, String namespace) {
    this.bounds = Objects.requireNonNull(bounds, "bounds");
    this.namespace = Objects.requireNonNull(namespace, "namespace");
  }

  /// A reader with the usual bounds, for the namespace `default`.
  public static ManifestReader usual() {
    return new ManifestReader(ReadBounds.USUAL, "default");
  }

  /// Reads what `bytes` hold, in the name of `file`.
  public ManifestSet read(String file, byte[] bytes) {
    var manifests = new ArrayList<Manifest>();
    var unreadable = new ArrayList<Unreadable>();
    for (Node document : documents(file, bytes, unreadable)) {
      objects(document, "", "", manifests, unreadable);
    }
    return new ManifestSet(manifests, unreadable);
  }

  /// The documents of a file that need not be Kubernetes objects: values, claims, ledgers.
  public List<Node> documents(String file, byte[] bytes, List<Unreadable> unreadable) {
    if (bytes.length > bounds.bytesMax()) {
      unreadable.add(
          new Unreadable(
              new Place(file, 0, 0),
              "the file has "
                  + bytes.length
                  + " bytes, more than the "
                  + bounds.bytesMax()
                  + " that are read of one: split it"));
      return List.of();
    }
    return switch (SourceText.of(file, bytes)) {
      case SourceText.Refused(var why) -> {
        unreadable.add(why);
        yield List.of();
      }
      case SourceText.Text(var text) -> parsed(file, text, unreadable);
    };
  }

  private List<Node> parsed(String file, String text, List<Unreadable> unreadable) {
    if (JsonTree.looksLike(text)) {
      var wrong = new ArrayList<Unreadable>();
      List<Node> documents = new JsonTree(file, text, bounds, words, wrong).documents();
      if (wrong.isEmpty()) {
        return documents;
      }
      var alsoWrong = new ArrayList<Unreadable>();
      List<Node> flow = yaml(file, text, alsoWrong);
      unreadable.addAll(alsoWrong.isEmpty() ? List.of() : wrong);
      return alsoWrong.isEmpty() ? flow : documents;
    }
    return yaml(file, text, unreadable);
  }

  private List<Node> yaml(String file, String text, List<Unreadable> unreadable) {
    var documents = new ArrayList<Node>();
    for (var chunk : YamlChunk.split(text)) {
      if (documents.size() >= bounds.documentsMax()) {
        unreadable.add(
            new Unreadable(
                new Place(file, chunk.line(), 1),
                "the file has more than " + bounds.documentsMax() + " documents: split it"));
        break;
      }
      new YamlTree(file, chunk, bounds, words, unreadable).addTo(documents);
    }
    return documents;
  }

  /// Adds the objects of one document; `group` and `kind` are what elements of a typed list are.
  private void objects(
      Node node,
      String apiVersion,
      String kind,
      List<Manifest> manifests,
      List<Unreadable> unreadable) {
    if (node.isNull() && kind.isEmpty()) {
      return;
    }
    if (!(node instanceof MapNode root)) {
      unreadable.add(new Unreadable(node.place(), "this is no Kubernetes object: " + type(node)));
      return;
    }
    String itsVersion = or(root.get("apiVersion").text(), apiVersion);
    String itsKind = or(root.get("kind").text(), kind);
    if (itsVersion.isEmpty() || itsKind.isEmpty()) {
      unreadable.add(new Unreadable(root.place(), missing(itsVersion, itsKind)));
      return;
    }
    if (isList(root, itsKind)) {
      elements(root, itsVersion, itsKind, manifests, unreadable);
    } else {
      manifests.add(manifest(root, itsVersion, itsKind));
    }
  }

  private void elements(
      MapNode list,
      String apiVersion,
      String kind,
      List<Manifest> manifests,
      List<Unreadable> unreadable) {
    Node items = list.get("items");
    if (!items.isNull() && !(items instanceof ListNode)) {
      unreadable.add(
          new Unreadable(items.place(), "the items of a " + kind + " are no list: " + type(items)));
    }
    boolean typed = !kind.equals("List");
    for (Node item : items.items()) {
      objects(
          item,
          typed ? apiVersion : "",
          typed ? kind.substring(0, kind.length() - "List".length()) : "",
          manifests,
          unreadable);
    }
  }

  private static boolean isList(MapNode root, String kind) {
    return kind.equals("List")
        || (kind.endsWith("List")
            && root.get("items") instanceof ListNode
            && root.get("spec").isNull());
  }

  private Manifest manifest(MapNode root, String apiVersion, String kind) {
    Node metadata = root.get("metadata");
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    String written = metadata.get("namespace").scalar();
    String itsNamespace = KindTable.isClusterScoped(group, kind) ? "" : or(written, namespace);
    String name = or(metadata.get("name").scalar(), metadata.get("generateName").scalar());
    return new Manifest(words.same(apiVersion), words.same(kind), itsNamespace, name, root);
  }

  private static String missing(String apiVersion, String kind) {
    if (apiVersion.isEmpty() && kind.isEmpty()) {
      return "this is no Kubernetes object: it has neither apiVersion nor kind";
    }
    return apiVersion.isEmpty()
        ? "the " + kind + " has no apiVersion"
        : "the object of " + apiVersion + " has no kind";
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  static String type(Node node) {
    return switch (node) {
      case MapNode _ -> "it is a mapping";
      case ListNode _ -> "it is a list";
      case TextNode _ -> "it is a text";
      case NumberNode _ -> "it is a number";
      case BoolNode _ -> "it is a boolean";
      case NullNode _ -> "it is null";
    };
  }
}
