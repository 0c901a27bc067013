// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import java.util.List;
import java.util.Set;

/// What the rules need to know about one class file.
///
/// @param name binary name, with `$` before nested names
/// @param sourceFile such as `GateApp.java`
/// @param types binary names of all types it mentions, itself excluded
/// @param cases enum constants or permitted subclasses, when switches over it must be exhaustive
record CompiledClass(
    Room room,
    String name,
    String sourceFile,
    Set<String> types,
    List<Use> uses,
    Set<String> cases) {
  CompiledClass {
    types = Set.copyOf(types);
    uses = List.copyOf(uses);
    cases = Set.copyOf(cases);
  }

  String packageName() {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /// The name of the file's type, without nested names.
  String outermost() {
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  String at(Use use) {
    return name + " (" + sourceFile + ":" + use.line() + ")";
  }
}
