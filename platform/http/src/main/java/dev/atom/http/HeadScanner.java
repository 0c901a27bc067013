// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import org.jspecify.annotations.Nullable;

/// Reads the raw bytes of one HTTP/1 request head, from the method to the empty line, and accepts
/// exactly what RFC 9112 lets a sender write: nothing that a recipient may repair in its own way.
///
/// Each byte is looked at once, whenever it arrives. Stops at the head's last byte, or at the first
/// byte that is wrong, and then knows what is wrong with it.
final class HeadScanner implements ByteProcessor {
  private enum Expecting {
    METHOD,
    TARGET_START,
    TARGET,
    VERSION,
    LINE_FEED,
    LINE_START,
    NAME,
    VALUE,
    LAST_LINE_FEED,
    NOTHING
  }

  private static final String VERSION_BUT_LAST_DIGIT = "HTTP/1.";
  private static final String OTHER_TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~";
  private static final boolean[] TOKEN = new boolean[256];

  /// What may be in a value: everything but control characters, of which the tab may.
  private static final ByteProcessor VALUE_BYTES = b -> b >= ' ' ? b != 0x7f : b < 0 || b == '\t';

  static {
    for (int c = 0; c < 128; c++) {
      TOKEN[c] =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || OTHER_TOKEN_CHARACTERS.indexOf(c) >= 0;
    }
  }

  private Expecting expecting = Expecting.METHOD;
  private int count;
  private @Nullable String fault;

  /// Ready for the next head.
  void reset() {
    expecting = Expecting.METHOD;
    count = 0;
    fault = null;
  }

  /// Ready for the trailers of a chunked body: header lines and the empty line.
  void resetForTrailers() {
    reset();
    expecting = Expecting.LINE_START;
  }

  /// Whether the head's last byte was seen.
  boolean complete() {
    return expecting == Expecting.NOTHING;
  }

  /// What is wrong; null as long as nothing is.
  @Nullable String fault() {
    return fault;
  }

  /// Looks at the bytes from `from` to before `to`; where it stopped, or `to`.
  ///
  /// Most of a head is header values, which go through a narrower loop.
  int scan(ByteBuf bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (expecting == Expecting.VALUE) {
        int end = bytes.forEachByte(at, to - at, VALUE_BYTES);
        if (end < 0) {
          return to;
        }
        at = end;
      }
      if (!process(bytes.getByte(at++))) {
        return at;
      }
    }
    return at;
  }

  @Override
  public boolean process(byte value) {
    int c = value & 0xff;
    return switch (expecting) {
      case METHOD -> method(c);
      case TARGET_START -> targetStart(c);
      case TARGET -> target(c);
      case VERSION -> version(c);
      case LINE_FEED -> lineFeed(c, Expecting.LINE_START);
      case LINE_START -> lineStart(c);
      case NAME -> name(c);
      case VALUE -> value(c);
      case LAST_LINE_FEED -> {
        lineFeed(c, Expecting.NOTHING);
        yield false;
      }
      case NOTHING -> false;
    };
  }

  private boolean method(int c) {
    if (c == ' ' && count > 0) {
      return next(Expecting.TARGET_START);
    }
    count++;
    return (c >= 'A' && c <= 'Z') || c == '-' || wrong("the method is not upper-case letters");
  }

  private boolean targetStart(int c) {
    return c == '/' ? next(Expecting.TARGET) : wrong("the target is not a path");
  }

  private boolean target(int c) {
    if (c == ' ') {
      return next(Expecting.VERSION);
    }
    return (c > ' ' && c < 0x7f && c != '#') || wrong("the target holds a forbidden character");
  }

  private boolean version(int c) {
    if (count < VERSION_BUT_LAST_DIGIT.length()) {
      return c == VERSION_BUT_LAST_DIGIT.charAt(count++) || wrong("the version is not HTTP/1.1");
    }
    if (count++ == VERSION_BUT_LAST_DIGIT.length()) {
      return c == '0' || c == '1' || wrong("the version is not HTTP/1.1");
    }
    return c == '\r' ? next(Expecting.LINE_FEED) : wrong("the request line goes on or ends bare");
  }

  private boolean lineFeed(int c, Expecting then) {
    return c == '\n' ? next(then) : wrong("a carriage return stands alone");
  }

  private boolean lineStart(int c) {
    if (c == '\r') {
      return next(Expecting.LAST_LINE_FEED);
    }
    expecting = Expecting.NAME;
    return TOKEN[c] || wrong("a header line is folded or has no name");
  }

  private boolean name(int c) {
    return c == ':' ? next(Expecting.VALUE) : TOKEN[c] || wrong("a header name is no token");
  }

  private boolean value(int c) {
    if (c == '\r') {
      return next(Expecting.LINE_FEED);
    }
    return (c >= ' ' && c != 0x7f)
        || c == '\t'
        || wrong("a header value holds a control character");
  }

  private boolean next(Expecting then) {
    expecting = then;
    count = 0;
    return true;
  }

  private boolean wrong(String what) {
    fault = what;
    return false;
  }
}
