// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The `@Feature` marks of compiled test classes, read from the class files; no class is loaded.
///
/// A mark on a class holds for all its tests; marks of a contract class hold for the tests its
/// subclasses inherit.
final class TestClasses {
  private static final String MARK = "Ldev/atom/testing/Feature;";
  private final Map<String, Marks> byName = new HashMap<>();

  private record Marks(
      @Nullable String superclass, Set<String> ofClass, Map<String, Set<String>> ofMethods) {}

  /// Reads every class below `folder`; an absent folder holds none.
  void add(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        read(ClassFile.of().parse(file));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void read(ClassModel type) {
    Map<String, Set<String>> ofMethods = new HashMap<>();
    for (MethodModel method : type.methods()) {
      Set<String> marks = marks(method);
      if (!marks.isEmpty()) {
        ofMethods.put(method.methodName().stringValue(), marks);
      }
    }
    String superclass = type.superclass().map(it -> dotted(it.asInternalName())).orElse(null);
    byName.put(
        dotted(type.thisClass().asInternalName()), new Marks(superclass, marks(type), ofMethods));
  }

  private static String dotted(String internalName) {
    return internalName.replace('/', '.');
  }

  private static Set<String> marks(AttributedElement element) {
    Set<String> rows = new HashSet<>();
    element
        .findAttribute(Attributes.runtimeVisibleAnnotations())
        .ifPresent(all -> {
          for (Annotation annotation : all.annotations()) {
            if (annotation.classSymbol().descriptorString().equals(MARK)) {
              annotation.elements().forEach(it -> collect(it.value(), rows));
            }
          }
        });
    return rows;
  }

  private static void collect(AnnotationValue value, Set<String> rows) {
    if (value instanceof AnnotationValue.OfArray array) {
      array.values().forEach(item -> collect(item, rows));
    } else if (value instanceof AnnotationValue.OfString text) {
      rows.add(text.stringValue());
    }
  }

  /// The rows that the test `method` of `className` shows.
  Set<String> rows(String className, String method) {
    Set<String> rows = new HashSet<>();
    for (Marks marks = byName.get(className); marks != null; ) {
      rows.addAll(marks.ofClass());
      rows.addAll(marks.ofMethods().getOrDefault(method, Set.of()));
      marks = marks.superclass() == null ? null : byName.get(marks.superclass());
    }
    return rows;
  }
}
