// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/// Makes subcommands: those whose constructor takes the [Console] get it, the others have none.
final class CommandFactory implements CommandLine.IFactory {
  private final Console console;

  CommandFactory(Console console) {
    this.console = console;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      Class<?>[] parameters = constructor.getParameterTypes();
      if (parameters.length == 1 && parameters[0] == Console.class) {
        constructor.setAccessible(true);
        return type.cast(constructor.newInstance(console));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
