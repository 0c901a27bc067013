// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/// Text encodings: base64, hexadecimal, URL queries, JSON.
final class Encodings {
  private Encodings() {}

  static List<Builtin> table() {
    return List.of(
        new Builtin("base64.encode", 1, (c, a) -> encode(Base64.getEncoder(), a)),
        new Builtin("base64.decode", 1, (c, a) -> decode(Base64.getDecoder()::decode, a)),
        new Builtin("base64.is_valid", 1, (c, a) -> Value.of(isBase64(a))),
        new Builtin("base64url.encode", 1, (c, a) -> encode(Base64.getUrlEncoder(), a)),
        new Builtin(
            "base64url.encode_no_pad",
            1,
            (c, a) -> encode(Base64.getUrlEncoder().withoutPadding(), a)),
        new Builtin("base64url.decode", 1, (c, a) -> decode(Base64.getUrlDecoder()::decode, a)),
        new Builtin("hex.encode", 1, (c, a) -> Value.of(HexFormat.of().formatHex(bytes(a)))),
        new Builtin("hex.decode", 1, (c, a) -> decode(HexFormat.of()::parseHex, a)),
        new Builtin("urlquery.encode", 1, (c, a) -> Value.of(url(Args.text(a, 0)))),
        new Builtin("urlquery.decode", 1, (c, a) -> Value.of(unurl(Args.text(a, 0)))),
        new Builtin("urlquery.encode_object", 1, (c, a) -> urlObject(Args.object(a, 0))),
        new Builtin("urlquery.decode_object", 1, (c, a) -> fromQuery(Args.text(a, 0))),
        new Builtin("json.marshal", 1, (c, a) -> Value.of(a[0].toJson())),
        new Builtin("json.marshal_with_options", 2, (c, a) -> PrettyJson.marshal(a)),
        new Builtin("json.unmarshal", 1, (c, a) -> json(Args.text(a, 0))),
        new Builtin("json.is_valid", 1, (c, a) -> Value.of(isJson(a[0]))));
  }

  private static byte[] bytes(Value[] args) {
    return Args.text(args, 0).getBytes(StandardCharsets.UTF_8);
  }

  private static Value encode(Base64.Encoder encoder, Value[] args) {
    return Value.of(encoder.encodeToString(bytes(args)));
  }

  private static Value decode(Function<String, byte[]> decoder, Value[] args) {
    try {
      return Value.of(new String(decoder.apply(Args.text(args, 0)), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw BuiltinException.failed("illegal encoding: " + e.getMessage());
    }
  }

  private static boolean isBase64(Value[] args) {
    try {
      Base64.getDecoder().decode(Args.text(args, 0));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String url(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
  }

  private static String unurl(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw BuiltinException.failed("invalid URL escape in '" + text + "'");
    }
  }

  private static Value urlObject(ObjectValue object) {
    var pairs = new ArrayList<String>();
    for (int i = 0; i < object.size(); i++) {
      String key = url(Texts.plain(object.keyAt(i)));
      for (Value value : values(object.valueAt(i))) {
        if (!(value instanceof Value.Str text)) {
          throw BuiltinException.type(
              "operand 1 values must be string, array[string], or set[string]");
        }
        pairs.add(key + "=" + url(text.text()));
      }
    }
    return Value.of(String.join("&", pairs));
  }

  private static List<Value> values(Value value) {
    return switch (value) {
      case Value.Arr a -> a.items();
      case SetValue s -> s.items();
      default -> List.of(value);
    };
  }

  private static Value fromQuery(String query) {
    var members = new ObjectValue.Builder(4);
    for (String pair : query.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      Value key = Value.of(unurl(equals < 0 ? pair : pair.substring(0, equals)));
      Value value = Value.of(equals < 0 ? "" : unurl(pair.substring(equals + 1)));
      Value known = members.get(key);
      members.put(
          key, known instanceof Value.Arr a ? a.concat(Value.array(value)) : Value.array(value));
    }
    return members.build();
  }

  static Value json(String text) {
    try {
      return Value.parseJson(text);
    } catch (IllegalArgumentException e) {
      throw BuiltinException.failed(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isJson(Value value) {
    if (!(value instanceof Value.Str text)) {
      return false;
    }
    try {
      Value.parseJson(text.text());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
