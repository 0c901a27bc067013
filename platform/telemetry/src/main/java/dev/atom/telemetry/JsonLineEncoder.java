// SPDX-License-Identifier: Apache-2.0
package dev.atom.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import org.jspecify.annotations.Nullable;

/// Encodes a log event as one JSON line: `ts`, `level`, `logger`, `msg`, the event's key-value
/// pairs, and `error` with `stack` when there is a throwable. Logback calls it by name from
/// `logback.xml`.
public final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = new byte[0];
  private static final int FRAMES_MAX = 60;

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    var line = new JsonLine().begin();
    line.field("ts", event.getInstant().toString());
    line.field("level", event.getLevel().toString());
    line.field("logger", event.getLoggerName());
    line.field("msg", Redaction.of(String.valueOf(event.getFormattedMessage())));
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> value(line, pair.key, pair.value));
    }
    if (event.getThrowableProxy() != null) {
      line.field("error", describe(event.getThrowableProxy()));
      line.field("stack", stack(event.getThrowableProxy()));
    }
    return line.end().take();
  }

  private static void value(JsonLine line, String key, @Nullable Object value) {
    switch (value) {
      case null -> line.fieldNull(key);
      case Boolean truth -> line.field(key, truth);
      case Integer number -> line.field(key, number.longValue());
      case Long number -> line.field(key, number);
      default -> line.field(key, Redaction.of(value.toString()));
    }
  }

  private static String describe(IThrowableProxy error) {
    return Redaction.of(error.getClassName() + ": " + error.getMessage());
  }

  private static String stack(IThrowableProxy error) {
    var text = new StringBuilder();
    int depth = 0;
    for (IThrowableProxy each = error; each != null && depth < 8; each = each.getCause()) {
      text.append(depth++ == 0 ? "" : "\ncaused by ").append(describe(each));
      StackTraceElementProxy[] frames = each.getStackTraceElementProxyArray();
      int shown = Math.min(frames.length - each.getCommonFrames(), FRAMES_MAX);
      for (int i = 0; i < shown; i++) {
        text.append("\n  ").append(frames[i].getSTEAsString());
      }
    }
    return text.toString();
  }
}
