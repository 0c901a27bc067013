// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.gate.Call;
import dev.atom.gate.Caller;
import dev.atom.gate.Denial;
import dev.atom.gate.DenyReason;
import dev.atom.gate.GatePipeline.Admitted;
import dev.atom.gate.GatePipeline.Entered;
import dev.atom.gate.GatePipeline.Permitted;
import dev.atom.gate.GatePipeline.Refused;
import dev.atom.gate.Moment;
import dev.atom.gate.Problems;
import dev.atom.gate.RequestHead;
import dev.atom.gate.Route;
import dev.atom.gate.Stage;
import dev.atom.gate.World;
import dev.atom.gate.admission.LimitReading;
import dev.atom.gate.record.Bodies;
import dev.atom.http.Handover;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request on its way through the stages: asks [dev.atom.gate.GatePipeline] what is decided and
/// does what follows from it.
///
/// Runs on the event loop of its connection from beginning to end. Waits at three named places
/// only: for the limiter, for the body, and for the record to be durable. Whatever goes wrong
/// unforeseen between two of them refuses the request, on record, as a defect of ours.
final class Exchange {
  /// Above this a body is decoded on a worker thread, so that one caller's novel does not hold up
  /// everybody else's question.
  private static final int DECODE_INLINE_MAX = 256 << 10;

  private static final int UNRECORDED = Problems.form(DenyReason.AUDIT_UNAVAILABLE).status();
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final GateServices gate;
  private final HttpServerRequest request;
  private final Vertx vertx;
  private final Context context;
  private final Handover handover;
  private final UUID id;
  private final World world;
  private final Moment began;
  private final RequestHead head;

  // What the stages found so far, for the record of a refusal.
  private Caller caller = new Caller.Nameless("");
  private Stage stage = Stage.LISTEN;
  private @Nullable LimitReading reading;
  private @Nullable Call call;
  private boolean refusing;
  private boolean over;

  Exchange(GateServices gate, HttpServerRequest request, Vertx vertx, Context context) {
    this.gate = gate;
    this.request = request;
    this.vertx = vertx;
    this.context = context;
    this.handover = Handover.of(context);
    this.id = gate.records().nextId();
    this.world = gate.worlds().get();
    this.began = gate.clock().get();
    this.head = Heads.read(request, id);
  }

  void begin() {
    gate.edge().open().begin();
    guarded(this::enter);
  }

  /// Nothing more is waited for; what is left is writing.
  void over() {
    if (!over) {
      over = true;
      gate.edge().open().end();
    }
  }

  private void enter() {
    request.pause();
    var bound = Heads.outOfBounds(request, gate.edge().bounds());
    if (bound.isPresent()) {
      refuse(new Refused(bound.get(), new Caller.Nameless(""), ""));
      return;
    }
    stage = Stage.AUTHENTICATE;
    switch (gate.pipeline().enter(head, world, began)) {
      case Refused refused -> refuse(refused);
      case Entered entered -> takePermit(entered);
    }
  }

  private void takePermit(Entered entered) {
    stage = Stage.ADMISSION;
    caller = entered.caller();
    gate.limiter()
        .take(entered.limitKey(), began.nanos(), found -> onContext(() -> admit(entered, found)));
  }

  private void onContext(Runnable step) {
    if (Vertx.currentContext() == context) {
      guarded(step);
    } else {
      handover.give(context, () -> guarded(step));
    }
  }

  /// Runs a step that nobody else watches: without this a defect would leave the caller waiting.
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.error("request {} met a defect", id, e);
      defect(e);
    }
  }

  private void defect(RuntimeException e) {
    if (refusing) {
      over();
      request.connection().close();
      return;
    }
    refuse(
        new Refused(
            Denial.of(
                stage, DenyReason.INTERNAL_ERROR, "GATE met a defect of its own.", e.toString()),
            caller,
            ""));
  }

  private void admit(Entered entered, LimitReading found) {
    reading = found;
    switch (gate.pipeline().admit(entered, found)) {
      case Refused refused -> refuse(refused);
      case Admitted admitted -> decode(admitted);
    }
  }

  private void decode(Admitted admitted) {
    stage = Stage.DECODE;
    if (admitted.route().target() == Route.Target.LLM && Heads.hasBody(request)) {
      BodyReader.read(
          vertx,
          request,
          gate.edge().bounds(),
          outcome -> guarded(() -> decodeBody(admitted, outcome)));
    } else {
      authorize(admitted, new Call.Plain(), null);
    }
  }

  private void decodeBody(Admitted admitted, BodyReader.Outcome outcome) {
    switch (outcome) {
      case BodyReader.Outcome.Whole(var body) when body.length() > DECODE_INLINE_MAX ->
          vertx
              .executeBlocking(() -> CallDecoder.model(body), false)
              .onSuccess(decoded -> guarded(() -> decoded(admitted, decoded, body)))
              .onFailure(e -> refuse(admitted, DenyReason.INTERNAL_ERROR, "Decoding failed.", e));
      case BodyReader.Outcome.Whole(var body) -> decoded(admitted, CallDecoder.model(body), body);
      case BodyReader.Outcome.TooLarge _ ->
          refuse(
              admitted,
              DenyReason.BODY_TOO_LARGE,
              "The body is larger than " + gate.edge().bounds().body() + ".",
              null);
      case BodyReader.Outcome.TooSlow _ ->
          refuse(admitted, DenyReason.REQUEST_TIMEOUT, "The body did not arrive in time.", null);
      case BodyReader.Outcome.Broken(var why) ->
          refuse(
              new Refused(
                  Denial.of(Stage.DECODE, DenyReason.MALFORMED_REQUEST, "The body broke off.", why),
                  new Caller.Named(admitted.token()),
                  ""));
    }
  }

  private void decoded(Admitted admitted, CallDecoder.Decoded decoded, Buffer body) {
    switch (decoded) {
      case CallDecoder.Decoded.Understood(var understood) -> authorize(admitted, understood, body);
      case CallDecoder.Decoded.Refused(var message) ->
          refuse(admitted, DenyReason.INVALID_BODY, message, null);
    }
  }

  private void authorize(Admitted admitted, Call understood, @Nullable Buffer body) {
    call = understood;
    stage = Stage.POLICY;
    switch (gate.pipeline().authorize(admitted, head, understood, world, began)) {
      case Refused refused -> refuse(refused);
      case Permitted permitted -> record(permitted, understood, body);
    }
  }

  /// SECURITY(T-10): the decision is durable before the first byte goes upstream.
  private void record(Permitted permitted, Call understood, @Nullable Buffer body) {
    LimitReading limit = Objects.requireNonNull(reading, "reading");
    stage = Stage.AUDIT;
    var _ =
        gate.records()
            .decided(id, head, permitted, understood, limit, world)
            .whenComplete((_, cause) -> onContext(() -> recorded(permitted, limit, body, cause)));
  }

  private void recorded(
      Permitted permitted, LimitReading limit, @Nullable Buffer body, @Nullable Throwable cause) {
    if (cause == null) {
      new Forwarding(gate, request, context, this, permitted, limit).begin(body);
      return;
    }
    // What did not become durable in time may still do so: then this says what came of it.
    var _ =
        gate.records()
            .finished(
                id, head, permitted, UNRECORDED, latency(), new Bodies(), "audit_unavailable");
    refuseUnrecorded(cause);
  }

  /// A refusal after admission, which the pipeline itself does not make.
  private void refuse(
      Admitted admitted, DenyReason reason, String message, @Nullable Throwable cause) {
    refuse(
        new Refused(
            Denial.of(Stage.DECODE, reason, message, cause == null ? "" : cause.toString()),
            new Caller.Named(admitted.token()),
            ""));
  }

  /// Ends the request: on record first, then on the wire.
  private void refuse(Refused refused) {
    refusing = true;
    String reason = refused.denial().reason().code();
    var counted =
        gate.counted()
            .countedUnder(id, head.source(), refused.caller(), reason, gate.clock().get());
    if (counted.isPresent()) {
      answer(refused, counted.get());
      return;
    }
    var _ =
        gate.records()
            .refused(id, head, refused, call, reading, world, latency())
            .whenComplete((_, cause) ->
                onContext(() -> {
                  if (cause == null) {
                    answer(refused);
                  } else {
                    refuseUnrecorded(cause);
                  }
                }));
  }

  /// SECURITY(T-10): no record, no service.
  private void refuseUnrecorded(Throwable cause) {
    answer(
        new Refused(
            Denial.of(
                Stage.AUDIT,
                DenyReason.AUDIT_UNAVAILABLE,
                "The decision could not be put on record, so the request was not served.",
                cause.toString()),
            caller,
            ""));
  }

  private void answer(Refused refused) {
    answer(refused, id);
  }

  /// @param on the id that leads to what is on record
  private void answer(Refused refused, UUID on) {
    over();
    Answers.refuse(request, refused.denial(), on, head.requestId(), reading);
    gate.edge().accessLog().write(AccessLines.refused(head, on, refused, began.wall(), latency()));
  }

  UUID id() {
    return id;
  }

  RequestHead head() {
    return head;
  }

  /// Microseconds since the request arrived.
  long latency() {
    return (gate.clock().get().nanos() - began.nanos()) / 1_000;
  }

  Moment began() {
    return began;
  }
}
