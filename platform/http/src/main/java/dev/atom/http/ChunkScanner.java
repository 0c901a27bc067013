// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Reads the framing of one chunked body, as strictly as [HeadScanner] reads a head: hexadecimal
/// digits and nothing else for a size, CRLF and nothing else for an end of line. Data is skipped.
/// Extensions and trailers may stand there, well-formed; nobody uses them.
final class ChunkScanner {
  private static final int SIZE_DIGITS_MAX = 7;

  private enum Expecting {
    SIZE,
    EXTENSION,
    SIZE_LINE_FEED,
    DATA,
    DATA_RETURN,
    DATA_LINE_FEED,
    TRAILERS
  }

  private final HeadScanner trailers = new HeadScanner();
  private Expecting expecting = Expecting.SIZE;
  private int digits;
  private int size;
  private @Nullable String fault;

  /// Ready for the next body.
  void reset() {
    expecting = Expecting.SIZE;
    digits = 0;
    size = 0;
    fault = null;
    trailers.resetForTrailers();
  }

  /// What is wrong; null as long as nothing is.
  @Nullable String fault() {
    return fault;
  }

  /// Reads from `from` to the writer's index, to the body's end, or to the first fault.
  ///
  /// @return the index behind the last byte read
  int scan(ByteBuf buffer, int from) {
    int at = from;
    int end = buffer.writerIndex();
    while (at < end && fault == null) {
      switch (expecting) {
        case TRAILERS -> {
          int stopped = buffer.forEachByte(at, end - at, trailers);
          fault = trailers.fault();
          return stopped < 0 ? end : stopped + 1;
        }
        case DATA -> {
          int skipped = Math.min(size, end - at);
          at += skipped;
          size -= skipped;
          if (size == 0) {
            expecting = Expecting.DATA_RETURN;
          }
        }
        case SIZE, EXTENSION, SIZE_LINE_FEED, DATA_RETURN, DATA_LINE_FEED ->
            framing(buffer.getByte(at++) & 0xff);
      }
    }
    return at;
  }

  private void framing(int c) {
    switch (expecting) {
      case SIZE -> size(c);
      case EXTENSION -> extension(c);
      case SIZE_LINE_FEED -> require(c == '\n', size == 0 ? Expecting.TRAILERS : Expecting.DATA);
      case DATA_RETURN -> require(c == '\r', Expecting.DATA_LINE_FEED);
      case DATA_LINE_FEED -> require(c == '\n', Expecting.SIZE);
      case DATA, TRAILERS -> throw new IllegalStateException("data is no framing");
    }
  }

  private void size(int c) {
    int digit = c < 128 ? Character.digit(c, 16) : -1;
    if (digit >= 0) {
      size = size << 4 | digit;
      digits++;
      if (digits > SIZE_DIGITS_MAX) {
        fault = "a chunk size is too long";
      }
    } else if (digits > 0 && (c == '\r' || c == ';')) {
      digits = 0;
      expecting = c == ';' ? Expecting.EXTENSION : Expecting.SIZE_LINE_FEED;
    } else {
      fault = "a chunk size is no hexadecimal number";
    }
  }

  private void extension(int c) {
    if (c == '\r') {
      expecting = Expecting.SIZE_LINE_FEED;
    } else if (c < ' ' || c >= 0x7f) {
      fault = "a chunk extension holds a forbidden character";
    }
  }

  private void require(boolean right, Expecting then) {
    if (right) {
      expecting = then;
    } else {
      fault = "a chunk or its line does not end as announced";
    }
  }
}
