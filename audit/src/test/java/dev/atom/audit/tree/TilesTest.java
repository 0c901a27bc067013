// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TilesTest {
  @Test
  void laysSeventyThousandLeavesOutAsTheStandardSays() throws IOException {
    var memory = new MemoryTiles();
    var tiles = new Tiles(memory);
    append(tiles, 0, 70_000);
    tiles.flush();

    assertThat(memory.files.keySet()).filteredOn(name -> name.startsWith("tile/0/")).hasSize(274);
    assertThat(memory.files.get("tile/0/272")).hasSize(8192);
    assertThat(memory.files.get("tile/0/273.p/112")).hasSize(112 * 32);
    assertThat(memory.files.get("tile/1/000")).hasSize(8192);
    assertThat(memory.files.get("tile/1/001.p/17")).hasSize(17 * 32);
    assertThat(memory.files.get("tile/2/000.p/1")).hasSize(32);
    assertThat(memory.files.keySet()).filteredOn(name -> name.startsWith("tile/e")).hasSize(274);
    assertThat(memory.files).containsKey("tile/entries/273.p/112").hasSize(274 * 2 + 3);
    assertThat(memory.files.get("tile/entries/000")).startsWith(0, 8, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void writesPartialTilesOnlyWhenTheyGrew() throws IOException {
    var memory = new MemoryTiles();
    var tiles = new Tiles(memory);
    append(tiles, 0, 300);
    tiles.flush();
    memory.files.clear();
    tiles.flush();
    assertThat(memory.files).isEmpty();

    append(tiles, 300, 301);
    tiles.flush();

    assertThat(memory.files).containsOnlyKeys("tile/0/001.p/45", "tile/entries/001.p/45");
  }

  @Test
  void goesOnFromWhatWasPublishedAtAnySize() throws IOException {
    for (int size : new int[] {0, 1, 255, 256, 257, 600, 66_000}) {
      var memory = new MemoryTiles();
      var before = new Tiles(memory);
      append(before, 0, size);
      before.flush();
      var after = Tiles.restore(size, memory, memory);
      assertThat(after.root()).isEqualTo(before.root());

      append(before, size, size + 300);
      append(after, size, size + 300);

      assertThat(after.root()).isEqualTo(before.root());
    }
  }

  @Test
  void aBundleThatIsNotThatOfItsTileIsNoState() throws IOException {
    var memory = new MemoryTiles();
    var tiles = new Tiles(memory);
    append(tiles, 0, 3);
    tiles.flush();
    memory.files.computeIfPresent("tile/entries/000.p/3", (_, bundle) -> flipped(bundle, 5));

    assertThatIOException()
        .isThrownBy(() -> Tiles.restore(3, memory, memory))
        .withMessageContaining("other entries");
  }

  @Test
  void namesFilesAsTheStandardSays() {
    assertThat(new TilePath(0, 0, 256).text()).isEqualTo("tile/0/000");
    assertThat(new TilePath(3, 1_234_067, 256).text()).isEqualTo("tile/3/x001/x234/067");
    assertThat(new TilePath(0, 1000, 7).text()).isEqualTo("tile/0/x001/000.p/7");
    assertThat(new TilePath(-1, 67, 255).text()).isEqualTo("tile/entries/067.p/255");
    for (long index : new long[] {0, 999, 1000, 999_999, 1_000_000, Long.MAX_VALUE / 256}) {
      var path = new TilePath(1, index, 9);
      assertThat(TilePath.parse(path.text())).contains(path);
    }
  }

  @Test
  void readsNoOtherName() {
    for (String name :
        List.of(
            "",
            "tile",
            "tile/0",
            "tile/0/",
            "tile/0/0",
            "tile/0/0000",
            "tile/0/x000/000",
            "tile/0/x001/00",
            "tile/0/001/000",
            "tile/00/000",
            "tile/8/000",
            "tile/-1/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/07",
            "tile/0/000.p/",
            "tile/0/000.p",
            "tile/0/../000",
            "tile/0/+01",
            "/tile/0/000",
            "tile/0/000/",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
            "tile/Entries/000")) {
      assertThat(TilePath.parse(name)).as(name).isEmpty();
    }
  }

  @Test
  void readsABundleOnlyIfItHoldsExactlyItsEntries() {
    byte[] bundle = {0, 1, 7, 0, 0, 0, 2, 8, 9};
    List<Integer> lengths = new ArrayList<>();

    assertThat(EntryBundle.read(bundle, 3, (_, _, length) -> lengths.add(length))).isEmpty();
    assertThat(lengths).containsExactly(1, 0, 2);
    assertThat(EntryBundle.read(bundle, 2, (_, _, _) -> {}))
        .contains("4 bytes follow its 2 entries");
    assertThat(EntryBundle.read(bundle, 4, (_, _, _) -> {}))
        .contains("it ends after 3 of 4 entries");
    bundle[6] = 3;
    assertThat(EntryBundle.read(bundle, 3, (_, _, _) -> {}))
        .contains("it ends within entry 2 of 3");
  }

  @Test
  void refusesAnEntryWithoutALength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tiles(new MemoryTiles()).append(new byte[65_536], 0, 65_536));
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] other = bytes.clone();
    other[at] ^= 1;
    return other;
  }

  private static void append(Tiles tiles, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      tiles.append(ByteBuffer.allocate(8).putLong(i).array(), 0, 8);
    }
  }
}
