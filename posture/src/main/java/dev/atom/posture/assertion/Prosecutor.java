// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import java.util.List;

/// Tries to break claims, one after the other, by every known way.
public final class Prosecutor {
  private final World world;
  private final Facts facts;

  public Prosecutor(World world, Facts facts) {
    this.world = world;
    this.facts = facts;
  }

  public List<Judgement> judge(List<Claim> claims) {
    return claims.stream().map(this::judge).toList();
  }

  public Judgement judge(Claim claim) {
    var found = new Case();
    var scene = new Scene(world, facts, claim, found);
    scene.general();
    switch (claim.kind()) {
      case ONLY_REACHES -> new InboundProof(scene).run();
      case REACHES_ONLY -> new OutboundProof(scene).run();
      case REACHES -> new OpenProof(scene).run();
      case NEVER_REACHES -> new ClosedProof(scene).run();
    }
    return new Judgement(claim, found.answer());
  }
}
