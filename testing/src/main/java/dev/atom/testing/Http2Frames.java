// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// HTTP/2 frames written by hand, right or wrong, one after the other; and read back. Header blocks
/// are literals without compression, so that what is sent is what stands there.
public final class Http2Frames {
  /// Types of frames (RFC 9113 section 6).
  public static final int DATA = 0;

  public static final int HEADERS = 1;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;

  /// Flags.
  public static final int END_STREAM = 1;

  public static final int END_HEADERS = 4;

  private static final int HEAD_BYTES = 9;
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// A frame received.
  ///
  /// @param payload as text, each byte one character
  public record Frame(int type, int flags, int stream, String payload) {
    /// The error code of a RST_STREAM or GOAWAY.
    public int error() {
      byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
      return ByteBuffer.wrap(bytes).getInt(type == GOAWAY ? 4 : 0);
    }
  }

  /// Begins as every client must: with the preface and its settings.
  public static Http2Frames begin() {
    var frames = new Http2Frames();
    frames.out.writeBytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
    return frames.frame(SETTINGS, 0, 0);
  }

  /// Any frame.
  public Http2Frames frame(int type, int flags, int stream, byte... payload) {
    out.writeBytes(
        ByteBuffer.allocate(HEAD_BYTES)
            .put((byte) (payload.length >> 16))
            .putShort((short) payload.length)
            .put((byte) type)
            .put((byte) flags)
            .putInt(stream)
            .array());
    out.writeBytes(payload);
    return this;
  }

  /// A frame whose payload is one number of 32 bits.
  public Http2Frames number(int type, int stream, int number) {
    return frame(type, 0, stream, ByteBuffer.allocate(4).putInt(number).array());
  }

  /// A request's header block, names and values in turn.
  public static byte[] block(List<String> fields) {
    var block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.size(); i += 2) {
      block.write(0);
      text(block, fields.get(i));
      text(block, fields.get(i + 1));
    }
    return block.toByteArray();
  }

  private static void text(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int rest = bytes.length - 127;
    block.write(Math.min(bytes.length, 127));
    if (rest >= 0) {
      for (; rest >= 128; rest >>= 7) {
        block.write((rest & 127) | 128);
      }
      block.write(rest);
    }
    block.writeBytes(bytes);
  }

  /// All of it.
  public byte[] bytes() {
    return out.toByteArray();
  }

  /// The whole frames among bytes received.
  public static List<Frame> read(String received) {
    var buffer = ByteBuffer.wrap(received.getBytes(StandardCharsets.ISO_8859_1));
    List<Frame> frames = new ArrayList<>();
    while (buffer.remaining() >= HEAD_BYTES) {
      int length = (buffer.get() & 0xff) << 16 | (buffer.getShort() & 0xffff);
      int type = buffer.get();
      int flags = buffer.get();
      int stream = buffer.getInt();
      if (length > buffer.remaining()) {
        break;
      }
      byte[] payload = new byte[length];
      buffer.get(payload);
      frames.add(new Frame(type, flags, stream, new String(payload, StandardCharsets.ISO_8859_1)));
    }
    return frames;
  }
}
