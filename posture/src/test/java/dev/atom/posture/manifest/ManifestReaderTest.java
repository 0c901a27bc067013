// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ManifestReaderTest {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web
      spec:
        containers:
        - name: main
          image: "a"
      """;

  @Test
  void everyValueKnowsItsPlace() {
    Manifest pod = Manifests.of("# comment\n---\n" + POD).getFirst();

    Node image = pod.root().at("spec", "containers").items().getFirst().get("image");
    assertThat(image.place()).isEqualTo(new Place("test.yaml", 10, 12));
    assertThat(pod.place().line()).isEqualTo(3);
    assertThat(pod.name()).isEqualTo("web");
    assertThat(pod.namespace()).isEqualTo("default");
  }

  @Test
  void whatIsMissingStandsWhereItsParentDoes() {
    Manifest pod = Manifests.of(POD).getFirst();

    Node missing = pod.root().at("spec", "securityContext", "runAsNonRoot");
    assertThat(missing).isEqualTo(new NullNode(new Place("test.yaml", 6, 3), false));
  }

  @Test
  void jsonIsReadWithPlacesToo() {
    Manifest pod =
        Manifests.of(
                """
                {
                  "apiVersion": "v1", "kind": "Pod",
                  "metadata": {"name": "caf\\u00e9", "labels": {"n": 1.5e3, "b": true, "x": null}}
                }
                """)
            .getFirst();

    assertThat(pod.name()).isEqualTo("café");
    assertThat(pod.root().at("metadata", "labels", "n").integer()).hasValue(1500);
    assertThat(pod.root().at("metadata", "labels", "b").isTrue()).isTrue();
    assertThat(pod.root().at("metadata").place()).isEqualTo(new Place("test.yaml", 3, 15));
  }

  @Test
  void anObjectInBracesThatIsNotJsonIsYaml() {
    assertThat(Manifests.of("{apiVersion: v1, kind: Pod, metadata: {name: flow}}"))
        .extracting(Manifest::name)
        .containsExactly("flow");
  }

  @Test
  void listsAreExpandedHoweverDeep() {
    List<Manifest> found =
        Manifests.of(
            """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: PodList
              items:
              - metadata: {name: one}
              - {kind: Pod, apiVersion: v1, metadata: {name: two, namespace: shop}}
            - {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: three}}
            """);

    assertThat(found)
        .extracting(Manifest::kind, Manifest::namespace, Manifest::name)
        .containsExactly(
            tuple("Pod", "default", "one"),
            tuple("Pod", "shop", "two"),
            tuple("ClusterRole", "", "three"));
  }

  @Test
  void aBrokenDocumentDoesNotHideTheNextOne() {
    ManifestSet set = Manifests.read("a: [1\nb: }\n---\n" + POD + "---\n\t- x: y\n---\n" + POD);

    assertThat(set.manifests()).hasSize(2);
    assertThat(set.unreadable()).hasSize(2);
    assertThat(set.unreadable().getFirst().place().line()).isEqualTo(2);
    assertThat(set.unreadable().getFirst().why()).startsWith("this is not YAML");
  }

  @Test
  void aKeyThatIsThereTwiceMakesItsDocumentUnreadable() {
    ManifestSet set =
        Manifests.read(POD + "  hostNetwork: true\n  hostNetwork: false\n---\n" + POD);

    assertThat(set.manifests()).hasSize(1);
    assertThat(set.unreadable())
        .containsExactly(
            new Unreadable(new Place("test.yaml", 10, 3), "the key 'hostNetwork' is there twice"));
  }

  @Test
  void aKeyThatIsThereTwiceInJsonMakesItsDocumentUnreadable() {
    ManifestSet set =
        Manifests.read("{\"apiVersion\":\"v1\",\n\"kind\":\"Pod\",\"kind\":\"Node\"}");

    assertThat(set.manifests()).isEmpty();
    assertThat(set.unreadable().getFirst().place()).isEqualTo(new Place("test.yaml", 2, 14));
  }

  @Test
  void aBombOfAliasesIsCountedAndNotUnfolded() {
    var bomb = new StringBuilder("apiVersion: v1\nkind: Pod\na0: &a0 [x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      String before = "*a" + (i - 1);
      bomb.append("a" + i + ": &a" + i + " [" + (before + ", ").repeat(7) + before + "]\n");
    }

    ManifestSet set = Manifests.read(bomb + "---\n" + POD);

    assertThat(set.manifests()).hasSize(1);
    assertThat(set.unreadable().getFirst().why()).contains("aliases unfold to more than 100000");
  }

  @Test
  void aliasesAndMergedKeysAreUnderstood() {
    Manifest pod =
        Manifests.of(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: merged}
                base: &base {privileged: true, runAsUser: 0}
                one: *base
                two:
                  <<: *base
                  runAsUser: 1
                """)
            .getFirst();

    assertThat(pod.root().at("one", "privileged").isTrue()).isTrue();
    assertThat(pod.root().at("two", "privileged").isTrue()).isTrue();
    assertThat(pod.root().at("two", "runAsUser").integer()).hasValue(1);
  }

  @Test
  void anAnchorWithinItselfIsRefused() {
    assertThat(Manifests.read("apiVersion: v1\nkind: Pod\na: &a [*a]\n").unreadable())
        .extracting(Unreadable::why)
        .containsExactly("the alias *a names no anchor before it");
  }

  @Test
  void valuesNestedTooDeepAreRefusedWithoutOverflow() {
    String deep = "[".repeat(50_000) + "]".repeat(50_000);

    assertThat(Manifests.read("apiVersion: v1\nkind: Pod\na: " + deep).unreadable())
        .extracting(Unreadable::why)
        .containsExactly("values are nested more than 100 deep");
    assertThat(Manifests.read("{\"a\": " + deep + "}").unreadable())
        .extracting(Unreadable::why)
        .containsExactly("this is not JSON: values are nested more than 100 deep");
  }

  @Test
  void aFileThatIsTooLargeIsRefusedWithItsSize() {
    var reader = new ManifestReader(new ReadBounds(10, 10, 10, 10), "default");

    assertThat(reader.read("big.yaml", POD.getBytes(UTF_8)).unreadable().getFirst().why())
        .isEqualTo("the file has 97 bytes, more than the 10 that are read of one: split it");
  }

  @Test
  void binaryAndForeignTextIsRefusedWithItsLine() {
    byte[] image = {(byte) 0x89, 'P', 'N', 'G', '\n', 0, 1, 2};
    byte[] latin = "apiVersion: v1\nkind: caf\u00e9\n".getBytes(ISO_8859_1);

    assertThat(ManifestReader.usual().read("a.png", image).unreadable())
        .containsExactly(new Unreadable(new Place("a.png", 2, 1), "this is binary"));
    assertThat(ManifestReader.usual().read("l.yaml", latin).unreadable())
        .containsExactly(new Unreadable(new Place("l.yaml", 2, 1), "this is no UTF-8 text"));
  }

  @Test
  void textThatSaysItIsUtf16IsReadAsThat() {
    byte[] bytes = ("\uFEFF" + POD).getBytes(UTF_16LE);

    assertThat(ManifestReader.usual().read("u.yaml", bytes).manifests()).hasSize(1);
  }

  @Test
  void whatIsNoObjectIsSaid() {
    ManifestSet set =
        Manifests.read(
            "just text\n---\nkind: Pod\n---\napiVersion: v1\n---\nreplicas: 1\n---\n- 1\n");

    assertThat(set.unreadable())
        .extracting(Unreadable::why)
        .containsExactly(
            "this is no Kubernetes object: it is a text",
            "the Pod has no apiVersion",
            "the object of v1 has no kind",
            "this is no Kubernetes object: it has neither apiVersion nor kind",
            "this is no Kubernetes object: it is a list");
  }

  @Test
  void emptyDocumentsAreNothing() {
    assertThat(Manifests.read("---\n# only a comment\n---\n\n--- \n")).isEqualTo(ManifestSet.EMPTY);
    assertThat(Manifests.read("%YAML 1.1\n---\n" + POD).manifests()).hasSize(1);
    assertThat(Manifests.read(POD.replace("\n", "\r\n") + "...\r\n" + "---\r\n").manifests())
        .hasSize(1);
  }
}
