// SPDX-License-Identifier: Apache-2.0
/// GATE, the data plane: nothing an agent does reaches the outside except through here. Start
/// reading at [dev.atom.gate.GatePipeline], which holds the order of the stages;
/// [dev.atom.gate.GateApp] is the parts list.
@NullMarked
package dev.atom.gate;

import org.jspecify.annotations.NullMarked;
