// SPDX-License-Identifier: Apache-2.0
package dev.atom.protocol;

import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The gRPC service that intake serves and node agents call.
public final class IntakeService {
  /// Its name.
  public static final String NAME = "atom.node.v1.Intake";

  /// The most bytes of one message.
  public static final int MESSAGE_BYTES_MAX = 1024 * 1024;

  /// The one method: messages of agents one way, answers the other.
  public static final MethodDescriptor<byte[], byte[]> DELIVER =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, "Deliver"))
          .setRequestMarshaller(Plain.INSTANCE)
          .setResponseMarshaller(Plain.INSTANCE)
          .build();

  private static final byte[] CONTEXT = "atom node batch v1\n".getBytes(StandardCharsets.US_ASCII);

  private IntakeService() {}

  /// What the signature of a batch covers: the content behind a line that says what it is, so that
  /// the key's signature under anything else never counts here.
  public static byte[] signed(byte[] content) {
    byte[] all = new byte[CONTEXT.length + content.length];
    System.arraycopy(CONTEXT, 0, all, 0, CONTEXT.length);
    System.arraycopy(content, 0, all, CONTEXT.length, content.length);
    return all;
  }

  /// Messages are made and read by their own types, where a failure has a name.
  private enum Plain implements MethodDescriptor.Marshaller<byte[]> {
    INSTANCE;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw io.grpc.Status.INTERNAL.withCause(e).asRuntimeException();
      }
    }
  }
}
