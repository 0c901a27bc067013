// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import java.util.ArrayList;
import java.util.List;

/// Bytes that two readers could understand as different requests, for any HTTP/1 listener: the
/// tests of every listener of ours send them all.
public final class Smuggling {
  private final String postHead;
  private final String goodRequest;
  private final String path;

  /// One attempt.
  public record Attempt(String name, String bytes) {}

  /// @param postHead the head of a good POST without its last empty line
  /// @param goodRequest a good GET, whole, that ends its connection
  /// @param path that of the good GET
  public Smuggling(String postHead, String goodRequest, String path) {
    this.postHead = postHead;
    this.goodRequest = goodRequest;
    this.path = path;
  }

  /// Attempts to which the answer is one 400 and the end of the connection.
  public List<Attempt> heads() {
    List<Attempt> all = new ArrayList<>();
    lengths(all);
    lines(all);
    targets(all);
    versions(all);
    return all;
  }

  /// Bodies in broken chunks; `data` is a whole good body of 19 bytes.
  public static List<String> brokenChunks(String data) {
    return List.of(
        "0x5\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        "+5\r\nhello\r\n0\r\n\r\n",
        " 5\r\nhello\r\n0\r\n\r\n",
        "5 \r\nhello\r\n0\r\n\r\n",
        "5 garbage\r\nhello\r\n0\r\n\r\n",
        "5\thello\r\n0\r\n\r\n",
        "\r\n",
        ";\r\n",
        "zz\r\nhello\r\n0\r\n\r\n",
        "80000000\r\nhello\r\n0\r\n\r\n",
        "fffffffff\r\nhello\r\n0\r\n\r\n",
        "100000005\r\nhello\r\n0\r\n\r\n",
        "00000000000000000000005\r\nhello\r\n0\r\n\r\n",
        "5\nhello\r\n0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhelloX\r\n0\r\n\r\n",
        "5\r\nhell\r\n0\r\n\r\n",
        "5;ext\u0000\r\nhello\r\n0\r\n\r\n",
        "5;ext\nhello\r\n0\r\n\r\n",
        "13\r\n" + data + "\r\n0\r\nx : y\r\n\r\n",
        "13\r\n" + data + "\r\n0\r\n folded\r\n\r\n",
        "13\r\n" + data + "\r\n0\n\n");
  }

  private void lengths(List<Attempt> all) {
    header(all, "CL and TE", "content-length: 4\r\ntransfer-encoding: chunked\r\n", "0\r\n\r\n");
    header(all, "TE and CL", "transfer-encoding: chunked\r\ncontent-length: 6\r\n", "0\r\n\r\nX");
    String twice = "transfer-encoding: chunked\r\n".repeat(2);
    header(all, "TE twice", twice, "0\r\n\r\n");
    for (String coding :
        List.of(
            "xchunked",
            "chunked, identity",
            "identity, chunked",
            "identity",
            "gzip, chunked",
            "chunked, chunked",
            "\"chunked\"",
            "chunked;q=1",
            "chunked ,",
            ",chunked",
            "\u000bchunked",
            "")) {
      header(all, "TE: " + coding, "transfer-encoding: " + coding + "\r\n", "0\r\n\r\n");
    }
    header(all, "CL twice, different", "content-length: 0\r\ncontent-length: 5\r\n", "");
    header(all, "CL twice, equal", "content-length: 5\r\ncontent-length: 5\r\n", "aaaaa");
    for (String length :
        List.of("+5", "-1", "5, 5", "5,6", "0x5", "5 5", "5.0", "", "99999999999999999999", "٥")) {
      header(all, "CL: " + length, "content-length: " + length + "\r\n", "aaaaa");
    }
    all.add(
        new Attempt(
            "TE in HTTP/1.0",
            (postHead + "transfer-encoding: chunked\r\n\r\n0\r\n\r\n")
                .replace("HTTP/1.1", "HTTP/1.0")));
    all.add(
        new Attempt(
            "CL and TE in HTTP/1.0",
            (postHead + "content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n")
                .replace("HTTP/1.1", "HTTP/1.0")));
  }

  private void lines(List<Attempt> all) {
    all.add(new Attempt("bare LF everywhere", goodRequest.replace("\r\n", "\n")));
    header(all, "bare LF after a header", "x-a: b\n", "");
    header(all, "bare CR in a value", "x-a: b\rtransfer-encoding: chunked\r\n", "");
    header(all, "CR CR LF", "x-a: b\r\r\n", "");
    header(all, "folded header, space", "x-a: b\r\n c\r\n", "");
    header(all, "folded header, tab", "x-a: b\r\n\tcontent-length: 5\r\n", "");
    header(all, "folded coding", "transfer-encoding:\r\n chunked\r\n", "0\r\n\r\n");
    header(all, "space before colon", "content-length : 5\r\n", "aaaaa");
    header(all, "tab before colon", "transfer-encoding\t: chunked\r\n", "0\r\n\r\n");
    header(all, "no colon", "content-length 5\r\n", "aaaaa");
    header(all, "no name", ": 5\r\n", "");
    header(all, "control in a name", "x-\u0001a: b\r\n", "");
    header(all, "NUL in a name", "x\0a: b\r\n", "");
    header(all, "NUL in a value", "x-a: b\0c\r\n", "");
    header(all, "DEL in a value", "x-a: b\u007fc\r\n", "");
    header(all, "non-ASCII in a name", "x-ä: b\r\n", "");
    all.add(
        new Attempt("first header folded", requestLine("GET", "/", "HTTP/1.1") + " a: b\r\n\r\n"));
    all.add(new Attempt("empty lines first", "\r\n\r\n" + goodRequest));
    all.add(new Attempt("NULs first", "\0\0\0" + goodRequest));
    all.add(new Attempt("space first", " " + goodRequest));
    all.add(new Attempt("two spaces", goodRequest.replaceFirst(" ", "  ")));
    all.add(new Attempt("tab for space", goodRequest.replaceFirst(" ", "\t")));
    all.add(new Attempt("vertical tab for space", goodRequest.replaceFirst(" ", "\u000b")));
    all.add(new Attempt("space behind the version", goodRequest.replaceFirst("1.1", "1.1 ")));
  }

  private void targets(List<Attempt> all) {
    for (String target :
        List.of(
            path + "\0",
            path + "?a=\0",
            path + "\u007f",
            path + "?ü",
            path + "#fragment",
            path + "\t/x",
            "https://localhost" + path,
            "http://evil.example" + path,
            "localhost:443",
            "*",
            "",
            path.substring(1),
            "\\" + path)) {
      all.add(
          new Attempt(
              "target " + target, requestLine("GET", target, "HTTP/1.1") + rest(goodRequest)));
    }
    all.add(
        new Attempt("CONNECT", requestLine("CONNECT", "evil:443", "HTTP/1.1") + rest(goodRequest)));
    all.add(
        new Attempt("lower-case method", requestLine("get", path, "HTTP/1.1") + rest(goodRequest)));
    all.add(
        new Attempt(
            "control in the method",
            requestLine("G\u0001T", path, "HTTP/1.1") + rest(goodRequest)));
    all.add(new Attempt("no host", goodRequest.replace("host: localhost\r\n", "")));
    all.add(new Attempt("empty host", goodRequest.replace("localhost", "")));
    for (String host : List.of("a, b", "a/b", "user@a", "a b", "ä")) {
      all.add(new Attempt("host " + host, goodRequest.replace("localhost", host)));
    }
    header(all, "two hosts", "host: localhost\r\n", "");
    header(all, "two hosts, different", "Host: evil.example\r\n", "");
  }

  private void versions(List<Attempt> all) {
    for (String version :
        List.of(
            "HTTP/0.9",
            "HTTP/1.2",
            "HTTP/2.0",
            "HTTP/1.11",
            "http/1.1",
            "HTTP/1.",
            "XTTP/1.1",
            "HTTP/1,1")) {
      all.add(new Attempt(version, requestLine("GET", path, version) + rest(goodRequest)));
    }
    all.add(new Attempt("HTTP/0.9 proper", "GET " + path + "\r\n"));
    all.add(new Attempt("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
  }

  private void header(List<Attempt> all, String name, String lines, String body) {
    all.add(new Attempt(name, postHead + lines + "\r\n" + body));
  }

  private static String requestLine(String method, String target, String version) {
    return method + " " + target + " " + version + "\r\n";
  }

  private static String rest(String request) {
    return request.substring(request.indexOf("\r\n") + 2);
  }
}
