// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.report;

import dev.atom.cli.report.Judgement.State;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;

/// The report for people: one page that needs nothing else, for a screen and for paper.
final class ReportHtml {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ink:#1a1f24;--soft:#5b6670;--line:#d7dde2;--paper:#fff;
      --green:#0f6b3a;--red:#a81e1e;--on-red:#fff;--unknown:#7a5900;--na:#5b6670}
      @media screen and (prefers-color-scheme:dark){:root{--ink:#e3e8ec;--soft:#9aa6b0;
      --line:#39424a;--paper:#14181c;--green:#5cc98c;--red:#ff8b84;--on-red:#2a0807;
      --unknown:#e2b94f;--na:#9aa6b0}}
      *{box-sizing:border-box}
      body{margin:0;background:var(--paper);color:var(--ink);
      font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
      main{max-width:64rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}
      h1{font-size:1.9rem;line-height:1.2;margin:0 0 .35rem;letter-spacing:-.01em}
      h2{font-size:1.3rem;margin:2.75rem 0 .15rem;padding-top:1rem;border-top:2px solid var(--ink)}
      p{margin:.2rem 0;max-width:46rem}.soft{color:var(--soft)}
      .tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:.75rem;margin:1.5rem 0 0}
      .tile{border:1px solid var(--line);border-left-width:5px;border-radius:4px;padding:.6rem .9rem}
      .tile b{display:block;font-size:1.7rem;line-height:1.2;font-variant-numeric:tabular-nums}
      .green{border-left-color:var(--green)}.red{border-left-color:var(--red)}
      .unknown{border-left-color:var(--unknown)}.na{border-left-color:var(--na)}
      nav ul{list-style:none;margin:1.5rem 0 0;padding:0;columns:2;column-gap:2rem}
      nav li{break-inside:avoid;padding:.1rem 0}
      a{color:inherit;text-decoration-color:var(--line);text-underline-offset:.2em}
      article{border-top:1px solid var(--line);padding:.9rem 0 .7rem;display:grid;
      grid-template-columns:8.5rem 1fr;gap:0 1.25rem}
      article h3{margin:0;font-size:1rem}
      .state{font-weight:650;font-size:.85rem;border-radius:3px;padding:.1rem .5rem;
      display:inline-block;border:1px solid currentColor}
      .state.green{color:var(--green)}.state.red{color:var(--on-red);background:var(--red);
      border-color:var(--red)}.state.unknown{color:var(--unknown)}.state.na{color:var(--na)}
      .id{display:block;margin-top:.35rem;font-size:.85rem;color:var(--soft);
      overflow-wrap:anywhere}
      table{width:100%;border-collapse:collapse;margin:.5rem 0 .2rem;font-size:.86rem}
      td{padding:.18rem .75rem .18rem 0;vertical-align:top;border-top:1px dotted var(--line);
      overflow-wrap:anywhere}
      td:nth-child(1){width:5.2rem;font-weight:600}td:nth-child(2){width:5.6rem;color:var(--soft)}
      td:nth-child(4){width:32%;color:var(--soft)}
      code{font:0.92em ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
      .no{color:var(--red)}.yes{color:var(--green)}.maybe{color:var(--unknown)}
      @media(max-width:44rem){.tiles{grid-template-columns:1fr 1fr}nav ul{columns:1}
      article{grid-template-columns:1fr}}
      @media print{@page{margin:16mm 14mm}body{font-size:10pt}main{max-width:none;padding:0}
      h2{break-before:page;border-top:0;margin-top:0}article{break-inside:avoid}
      .state.red{color:var(--red);background:none}a{text-decoration:none}}
      """;

  private final StringBuilder out = new StringBuilder(1 << 16);

  private final Path program;

  private ReportHtml(Path program) {
    this.program = program;
  }

  /// @param program the program's folder, relative to where the page will lie
  static String of(Judgement judgement, Path program) {
    var page = new ReportHtml(program);
    page.head(judgement);
    judgement.frameworks().forEach(page::framework);
    page.out.append("</main></body></html>\n");
    return page.out.toString();
  }

  private void head(Judgement judgement) {
    out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
        .append("<title>Atom compliance report</title><style>")
        .append(STYLE)
        .append("</style></head><body><main><h1>Compliance report</h1><p class=\"soft\">Atom ");
    text(judgement.program());
    out.append(", ");
    text(judgement.at().truncatedTo(ChronoUnit.SECONDS).toString());
    out.append(judgement.instance().isEmpty() ? ", no instance was asked" : ", live facts from ");
    text(judgement.instance());
    out.append("</p><p>Every control names evidence. Green: all of it holds. Red: a link is")
        .append(" broken or evidence fails. Unknown: nothing fails, and something cannot be known")
        .append(" now; beside it stands the command that decides. Commands and files are those of")
        .append(" the program's folder.</p>")
        .append("<div class=\"tiles\">");
    for (State state : State.values()) {
      out.append("<div class=\"tile ").append(css(state)).append("\"><b>");
      out.append(judgement.count(state)).append("</b>").append(state.word()).append("</div>");
    }
    out.append("</div><nav><ul>");
    for (Judgement.Judged judged : judgement.frameworks()) {
      out.append("<li><a href=\"#").append(judged.framework().framework()).append("\">");
      text(judged.framework().title());
      out.append("</a> <span class=\"soft\">").append(summary(judged)).append("</span></li>");
    }
    out.append("</ul></nav>");
  }

  private static String summary(Judgement.Judged judged) {
    return judged.count(State.GREEN) + " of " + judged.controls().size() + " green";
  }

  private void framework(Judgement.Judged judged) {
    var framework = judged.framework();
    out.append("<section><h2 id=\"").append(framework.framework()).append("\">");
    text(framework.title());
    out.append("</h2><p class=\"soft\">");
    text(framework.about());
    out.append("</p>");
    judged.controls().forEach(this::control);
    out.append("</section>");
  }

  private void control(Judgement.JudgedControl it) {
    out.append("<article><div><span class=\"state ")
        .append(css(it.state()))
        .append("\">")
        .append(it.state().word())
        .append("</span><span class=\"id\">");
    text(it.control().id());
    out.append("</span></div><div><h3>");
    text(it.control().title());
    out.append("</h3><p>");
    text(it.control().claim());
    out.append("</p><table><tbody>");
    it.evidence().forEach(this::evidence);
    out.append("</tbody></table></div></article>");
  }

  private void evidence(Judgement.Evidence one) {
    String css =
        switch (one.holds()) {
          case YES -> "yes";
          case NO -> "no";
          case UNKNOWN -> "maybe";
        };
    String word =
        switch (one.holds()) {
          case YES -> "holds";
          case NO -> "fails";
          case UNKNOWN -> "unknown";
        };
    out.append("<tr><td class=\"").append(css).append("\">").append(word).append("</td><td>");
    out.append(one.kind()).append("</td><td>");
    link(one);
    out.append("</td><td>");
    text(one.why());
    if (!one.decide().isEmpty()) {
      out.append("<br><code>");
      text(one.decide());
      out.append("</code>");
    }
    out.append("</td></tr>");
  }

  private void link(Judgement.Evidence one) {
    if (one.file().isEmpty()) {
      text(one.link());
      return;
    }
    out.append("<a href=\"");
    text(reference(one.file()));
    out.append("\">");
    text(one.link());
    out.append("</a>");
  }

  /// @param file with a heading or without
  private String reference(String file) {
    int hash = file.indexOf('#');
    String path = program.resolve(hash < 0 ? file : file.substring(0, hash)).toString();
    try {
      return new URI(null, null, path, hash < 0 ? null : file.substring(hash + 1)).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(file, e);
    }
  }

  private static String css(State state) {
    return switch (state) {
      case GREEN -> "green";
      case RED -> "red";
      case UNKNOWN -> "unknown";
      case NOT_APPLICABLE -> "na";
    };
  }

  private void text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
  }
}
