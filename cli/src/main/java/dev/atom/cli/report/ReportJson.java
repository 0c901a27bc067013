// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.cli.Json;

/// The report for programs.
final class ReportJson {
  private ReportJson() {}

  static ObjectNode of(Judgement judgement) {
    ObjectNode document =
        Json.object()
            .put("generated_at", judgement.at().toString())
            .put("program", judgement.program())
            .put("instance", judgement.instance());
    for (var state : Judgement.State.values()) {
      document.put(name(state), judgement.count(state));
    }
    var frameworks = document.putArray("frameworks");
    for (Judgement.Judged judged : judgement.frameworks()) {
      var framework =
          frameworks
              .addObject()
              .put("framework", judged.framework().framework())
              .put("title", judged.framework().title());
      var controls = framework.putArray("controls");
      for (Judgement.JudgedControl it : judged.controls()) {
        var control =
            controls
                .addObject()
                .put("id", it.control().id())
                .put("title", it.control().title())
                .put("claim", it.control().claim())
                .put("state", name(it.state()));
        var evidence = control.putArray("evidence");
        for (Judgement.Evidence one : it.evidence()) {
          evidence
              .addObject()
              .put("kind", one.kind())
              .put("link", one.link())
              .put("holds", one.holds().word())
              .put("why", one.why())
              .put("file", one.file())
              .put("decide", one.decide());
        }
      }
    }
    return document;
  }

  private static String name(Judgement.State state) {
    return state.word().replace(' ', '_');
  }
}
