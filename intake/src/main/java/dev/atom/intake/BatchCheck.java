// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake;

import dev.atom.intake.Tenants.Signer;
import dev.atom.intake.Verdict.Accepted;
import dev.atom.intake.Verdict.Reason;
import dev.atom.intake.Verdict.Refused;
import dev.atom.protocol.AgentMessage.Hello;
import dev.atom.protocol.AgentMessage.SignedBatch;
import dev.atom.protocol.Batch;
import dev.atom.protocol.IntakeService;
import dev.atom.protocol.MalformedMessageException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;

/// Decides whether a batch of a stream is taken: who signed it, for which stream, in which order.
/// Nothing in it is looked at before the signature holds.
public final class BatchCheck {
  private final Tenants tenants;
  private final Provider provider;

  /// @param provider verifies Ed25519
  public BatchCheck(Tenants tenants, Provider provider) {
    this.tenants = tenants;
    this.provider = provider;
  }

  /// Judges `signed`.
  ///
  /// @param nonce that this stream was given
  /// @param last the last batch of this run that is stored
  public Verdict judge(Tenant tenant, Hello hello, String nonce, long last, SignedBatch signed) {
    Optional<Signer> signer = tenants.signer(tenant, signed.keyId());
    if (signer.isEmpty()) {
      return new Refused(Reason.KEY_UNKNOWN, 0);
    }
    // SECURITY(T-35): what the node's key did not sign is not even read
    if (!verifies(signer.get(), signed)) {
      return new Refused(Reason.SIGNATURE_WRONG, 0);
    }
    Batch batch;
    try {
      batch = Batch.parse(signed.content().array());
    } catch (MalformedMessageException _) {
      return new Refused(Reason.MALFORMED, 0);
    }
    if (signer.get().node().isPresent() && !signer.get().node().get().equals(batch.node())) {
      return new Refused(Reason.KEY_OF_ANOTHER_NODE, batch.sequence());
    }
    if (!batch.node().equals(hello.node()) || !batch.epoch().equals(hello.epoch())) {
      return new Refused(Reason.STREAM_OF_ANOTHER, batch.sequence());
    }
    if (!batch.nonce().equals(nonce) || batch.sequence() <= last) {
      return new Refused(Reason.REPLAYED, batch.sequence());
    }
    return batch.sequence() == last + 1
        ? new Accepted(batch)
        : new Refused(Reason.OUT_OF_ORDER, batch.sequence());
  }

  private boolean verifies(Signer signer, SignedBatch signed) {
    try {
      Signature signature = Signature.getInstance("Ed25519", provider);
      signature.initVerify(signer.key());
      signature.update(IntakeService.signed(signed.content().array()));
      return signature.verify(signed.signature().array());
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
