// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.attribute.PermittedSubclassesAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the rooms' class files with the JDK's own Class-File API: no class is loaded or run.
final class CompiledClasses {
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");
  private static final List<CompiledClass> MAIN = readAll();

  private CompiledClasses() {}

  /// Product classes of all rooms, without tests.
  static List<CompiledClass> main() {
    return MAIN;
  }

  private static List<CompiledClass> readAll() {
    var all = new ArrayList<CompiledClass>();
    for (Room room : Repository.rooms()) {
      Repository.files(
              room.path().resolve("target/classes"), file -> file.toString().endsWith(".class"))
          .forEach(file -> all.add(read(room, file)));
    }
    return all;
  }

  private static CompiledClass read(Room room, Path file) {
    try {
      ClassModel model = ClassFile.of().parse(file);
      String name = dotted(model.thisClass().asInternalName());
      return new CompiledClass(
          room, name, sourceFile(model), types(model, name), uses(model), cases(model));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sourceFile(ClassModel model) {
    return model.attributes().stream()
        .filter(SourceFileAttribute.class::isInstance)
        .map(attribute -> ((SourceFileAttribute) attribute).sourceFile().stringValue())
        .findFirst()
        .orElse("?");
  }

  private static Set<String> types(ClassModel model, String self) {
    var types = new LinkedHashSet<String>();
    for (PoolEntry entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry type -> addType(type.asInternalName(), types);
        case NameAndTypeEntry member -> addDescriptor(member.type().stringValue(), types);
        default -> {}
      }
    }
    model.fields().forEach(field -> addDescriptor(field.fieldType().stringValue(), types));
    model.methods().forEach(method -> addDescriptor(method.methodType().stringValue(), types));
    types.remove(self);
    return types;
  }

  private static void addType(String internal, Set<String> types) {
    if (internal.startsWith("[")) {
      addDescriptor(internal, types);
    } else {
      types.add(dotted(internal));
    }
  }

  private static void addDescriptor(String descriptor, Set<String> types) {
    var matcher = IN_DESCRIPTOR.matcher(descriptor);
    while (matcher.find()) {
      types.add(dotted(matcher.group(1)));
    }
  }

  private static List<Use> uses(ClassModel model) {
    var uses = new ArrayList<Use>();
    for (var method : model.methods()) {
      method.code().ifPresent(code -> addUses(code, uses));
    }
    return uses;
  }

  private static void addUses(CodeModel code, List<Use> uses) {
    int line = 0;
    for (var element : code) {
      switch (element) {
        case LineNumber number -> line = number.line();
        case InvokeInstruction call ->
            uses.add(
                new Use(
                    line,
                    dotted(call.owner().asInternalName()),
                    call.name().stringValue(),
                    call.type().stringValue()));
        case FieldInstruction field ->
            uses.add(
                new Use(
                    line,
                    dotted(field.owner().asInternalName()),
                    field.name().stringValue(),
                    field.type().stringValue()));
        case InvokeDynamicInstruction dynamic -> addReferences(dynamic, line, uses);
        default -> {}
      }
    }
  }

  /// Method references such as `System::nanoTime` are handles among the bootstrap's arguments.
  private static void addReferences(InvokeDynamicInstruction dynamic, int line, List<Use> uses) {
    for (var argument : dynamic.invokedynamic().bootstrap().arguments()) {
      if (argument instanceof MethodHandleEntry handle) {
        var member = handle.reference();
        uses.add(
            new Use(
                line,
                dotted(member.owner().asInternalName()),
                member.name().stringValue(),
                member.type().stringValue()));
      }
    }
  }

  private static Set<String> cases(ClassModel model) {
    var cases = new LinkedHashSet<String>();
    for (var attribute : model.attributes()) {
      if (attribute instanceof PermittedSubclassesAttribute permitted && !isEnum(model)) {
        permitted
            .permittedSubclasses()
            .forEach(type -> cases.add(simple(dotted(type.asInternalName()))));
      }
    }
    if (isEnum(model)) {
      model.fields().stream()
          .filter(field -> field.flags().has(AccessFlag.ENUM))
          .forEach(field -> cases.add(field.fieldName().stringValue()));
    }
    return cases;
  }

  private static boolean isEnum(ClassModel model) {
    return model.flags().has(AccessFlag.ENUM);
  }

  private static String simple(String name) {
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  private static String dotted(String internal) {
    return internal.replace('/', '.');
  }
}
