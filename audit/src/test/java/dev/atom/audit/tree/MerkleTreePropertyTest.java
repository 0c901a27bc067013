// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MerkleTreePropertyTest {
  private static final long SEED = 20_261_122;
  private final Random random = new Random(SEED);

  @Test
  void hasTheRootsOfTheReferenceImplementation() {
    // The test vectors that the first implementation of RFC 6962 published.
    List<String> leaves =
        List.of(
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f");
    List<String> roots =
        List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    var frontier = new MerkleFrontier();

    assertThat(frontier.root()).isEqualTo(TreeHash.EMPTY);
    for (int i = 0; i < leaves.size(); i++) {
      byte[] leaf = HexFormat.of().parseHex(leaves.get(i));
      frontier.appendLeaf(leaf, 0, leaf.length);
      assertThat(frontier.root().hex()).isEqualTo(roots.get(i));
    }
  }

  @Test
  void everyWayToTheRootAgreesWithTheDefinition() throws IOException {
    var frontier = new MerkleFrontier();
    var tiles = new Tiles(new MemoryTiles());
    List<byte[]> leaves = new ArrayList<>();
    for (int size = 1; size <= 600; size++) {
      byte[] leaf = leaf();
      leaves.add(leaf);
      frontier.appendLeaf(leaf, 0, leaf.length);
      tiles.append(leaf, 0, leaf.length);
      if (size < 70 || random.nextInt(20) == 0 || size % 256 < 2) {
        TreeHash root = NaiveTree.root(leaves);

        assertThat(frontier.root()).as("size %d", size).isEqualTo(root);
        assertThat(tiles.root()).as("size %d", size).isEqualTo(root);
        assertThat(MerkleFrontier.of(size, frontier.hashes()).root()).isEqualTo(root);
      }
    }
  }

  @Test
  void subtreesHashedApartGiveTheSameRoot() {
    List<byte[]> leaves = leaves(1000);
    var frontier = new MerkleFrontier();
    for (int first = 0; first < 896; first += 128) {
      frontier.appendSubtree(7, NaiveTree.root(leaves.subList(first, first + 128)));
    }
    leaves.subList(896, 1000).forEach(leaf -> frontier.append(LeafHash.of(leaf)));

    assertThat(frontier.root()).isEqualTo(NaiveTree.root(leaves));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> frontier.appendSubtree(7, TreeHash.EMPTY));
  }

  @Test
  void leavesWhoseBeginningIsNotKnownGiveTheTreeWhenItIs() {
    List<byte[]> leaves = leaves(700);
    for (int begin : new int[] {0, 1, 2, 3, 5, 64, 255, 256, 257, 511, 699}) {
      var before = new MerkleFrontier();
      leaves.subList(0, begin).forEach(leaf -> before.append(LeafHash.of(leaf)));
      var range = new LeafRange(begin);
      for (int end = begin + 1; end <= leaves.size(); end++) {
        range.append(LeafHash.of(leaves.get(end - 1)));
        if (end % 37 == 0 || end == leaves.size()) {
          assertThat(range.onto(before).root())
              .as("leaves %d to %d", begin, end)
              .isEqualTo(NaiveTree.root(leaves.subList(0, end)));
        }
      }
      assertThat(range.end()).isEqualTo(leaves.size());
      assertThatIllegalArgumentException().isThrownBy(() -> new LeafRange(begin + 1L).onto(before));
    }
  }

  @Test
  void everyInclusionProofIsThatOfTheDefinitionAndProves() throws IOException {
    for (int size : new int[] {1, 2, 3, 7, 8, 9, 31, 100, 257, 700}) {
      List<byte[]> leaves = leaves(size);
      var published = published(leaves);
      TreeHash root = NaiveTree.root(leaves);
      for (int i = 0; i < size; i += size < 40 ? 1 : 7) {
        var proof = InclusionProof.make(i, size, new TileNodes(published, size));
        TreeHash leaf = LeafHash.of(leaves.get(i));

        assertThat(proof.hashes()).isEqualTo(NaiveTree.path(i, leaves));
        assertThat(proof.proves(leaf, root)).isTrue();
        expectNoOtherProof(proof, leaf, root);
      }
    }
  }

  private void expectNoOtherProof(InclusionProof proof, TreeHash leaf, TreeHash root) {
    assertThat(proof.proves(root, root)).isEqualTo(proof.size() == 1);
    assertThat(proof.proves(leaf, LeafHash.of(new byte[] {9}))).isFalse();
    for (long index : new long[] {-1, proof.index() + 1, proof.size()}) {
      var moved = new InclusionProof(index, proof.size(), proof.hashes());
      assertThat(moved.proves(leaf, root)).isFalse();
    }
    for (int i = 0; i < proof.hashes().size(); i++) {
      assertThat(with(proof.hashes(), i, flip(proof.hashes().get(i)), proof).proves(leaf, root))
          .isFalse();
    }
    var longer = new ArrayList<>(proof.hashes());
    longer.add(root);
    assertThat(new InclusionProof(proof.index(), proof.size(), longer).proves(leaf, root))
        .isFalse();
    if (!proof.hashes().isEmpty()) {
      var shorter = proof.hashes().subList(0, proof.hashes().size() - 1);
      assertThat(new InclusionProof(proof.index(), proof.size(), shorter).proves(leaf, root))
          .isFalse();
    }
  }

  private static InclusionProof with(
      List<TreeHash> hashes, int at, TreeHash hash, InclusionProof proof) {
    var other = new ArrayList<>(hashes);
    other.set(at, hash);
    return new InclusionProof(proof.index(), proof.size(), other);
  }

  @Test
  void everyConsistencyProofIsThatOfTheDefinitionAndProves() throws IOException {
    for (int size : new int[] {1, 2, 3, 8, 13, 64, 300, 514}) {
      List<byte[]> leaves = leaves(size);
      var published = published(leaves);
      TreeHash root = NaiveTree.root(leaves);
      for (int old = 0; old <= size; old += size < 70 ? 1 : 11) {
        var proof = ConsistencyProof.make(old, size, new TileNodes(published, size));
        TreeHash oldRoot = NaiveTree.root(leaves.subList(0, old));

        assertThat(proof.hashes()).isEqualTo(NaiveTree.proof(old, leaves));
        assertThat(proof.proves(oldRoot, root)).isTrue();
        assertThat(proof.proves(flip(oldRoot), root)).isFalse();
        assertThat(proof.proves(oldRoot, flip(root))).isEqualTo(old == 0);
        for (int i = 0; i < proof.hashes().size(); i++) {
          var other = new ArrayList<>(proof.hashes());
          other.set(i, flip(other.get(i)));
          assertThat(new ConsistencyProof(old, size, other).proves(oldRoot, root)).isFalse();
          other.remove(i);
          assertThat(new ConsistencyProof(old, size, other).proves(oldRoot, root)).isFalse();
        }
      }
    }
  }

  @Test
  void aForkIsNotConsistent() throws IOException {
    List<byte[]> leaves = leaves(300);
    TreeHash signed = NaiveTree.root(leaves.subList(0, 200));
    leaves.set(120, new byte[] {1});
    var proof = ConsistencyProof.make(200, 300, new TileNodes(published(leaves), 300));

    assertThat(proof.proves(signed, NaiveTree.root(leaves))).isFalse();
  }

  private static MemoryTiles published(List<byte[]> leaves) throws IOException {
    var memory = new MemoryTiles();
    var tiles = new Tiles(memory);
    for (byte[] leaf : leaves) {
      tiles.append(leaf, 0, leaf.length);
    }
    tiles.flush();
    return memory;
  }

  private List<byte[]> leaves(int count) {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(leaf());
    }
    return leaves;
  }

  private byte[] leaf() {
    var leaf = new byte[random.nextInt(200)];
    random.nextBytes(leaf);
    return leaf;
  }

  private TreeHash flip(TreeHash hash) {
    byte[] bytes = hash.bytes();
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return TreeHash.of(bytes);
  }
}
