// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.base.AtomException;
import dev.atom.cli.PrivateFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path temp;

  @Test
  void isClosedToOthers() throws Exception {
    var data = new DataFolder(temp.resolve("data"));
    data.prepare();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.root())))
        .isEqualTo("rwx------");
  }

  @Test
  void dataOfANewerVersionIsRefused() {
    var data = new DataFolder(temp);
    data.prepare();
    PrivateFiles.write(temp.resolve("format"), "7");

    assertThatThrownBy(data::prepare)
        .isInstanceOf(AtomException.class)
        .hasMessageContaining("format 7")
        .hasMessageContaining("newer Atom");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "");

    assertThatThrownBy(() -> new DataFolder(file.resolve("data")).prepare())
        .isInstanceOf(AtomException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--data");
  }

  @Test
  void aSecondStartIsToldWhoHoldsTheFolder() {
    var data = new DataFolder(temp);
    data.prepare();

    try (var first = DataLock.take(data)) {
      assertThat(first).isNotNull();
      assertThat(InstanceState.supervisor(data)).hasValue(ProcessHandle.current().pid());
      assertThatThrownBy(() -> DataLock.take(data))
          .isInstanceOf(AtomException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("./atom down");
    }
  }
}
