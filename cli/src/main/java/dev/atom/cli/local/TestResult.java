// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// How one test came out in the last run, from Surefire's reports.
///
/// @param className binary name of the test class
/// @param method name of the test method
/// @param passed false for failures, errors and skipped ones
public record TestResult(String className, String method, boolean passed) {
  /// The results in `folder`; an absent folder holds none.
  static List<TestResult> in(Path folder) throws IOException {
    List<TestResult> results = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return results;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(it -> it.getFileName().toString().matches("TEST-.*\\.xml")).toList()) {
        try (InputStream text = Files.newInputStream(file)) {
          read(text, results);
        } catch (XMLStreamException e) {
          throw new IOException(file + " is not a report: " + e.getMessage(), e);
        }
      }
    }
    return results;
  }

  private static void read(InputStream text, List<TestResult> results) throws XMLStreamException {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader xml = factory.createXMLStreamReader(text);
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("testcase")) {
        String className = xml.getAttributeValue(null, "classname");
        String name = xml.getAttributeValue(null, "name");
        results.add(new TestResult(className, method(name), passed(xml)));
      }
    }
  }

  /// A parameterised test is reported as `method(String)[2]` or `method{String}[2]`.
  private static String method(String name) {
    int end = 0;
    while (end < name.length() && Character.isJavaIdentifierPart(name.charAt(end))) {
      end++;
    }
    return name.substring(0, end);
  }

  private static boolean passed(XMLStreamReader xml) throws XMLStreamException {
    boolean passed = true;
    for (int depth = 1; depth > 0; ) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
        passed &= !List.of("failure", "error", "skipped").contains(xml.getLocalName());
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
    }
    return passed;
  }
}
