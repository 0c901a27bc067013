# SPDX-License-Identifier: Apache-2.0

# Who may call at all: an agent as itself, an administrator, and a developer the agents they own.
package atom.authz

default allow := false

allow if {
	input.token.type == "agent"
	is_string(input.token.agent_id)
	input.token.agent_id == input.path_agent_id
	input.token.revoked == false
}

allow if {
	input.token.type == "human"
	input.token.role == "admin"
	input.token.revoked == false
}

deny contains "token is revoked" if input.token.revoked != false

deny contains "agent may call only its own agent id" if {
	input.token.type == "agent"
	input.token.agent_id != input.path_agent_id
}

allow if {
	input.token.type == "human"
	input.token.role == "developer"
	is_string(input.agent.owner)
	input.agent.owner == input.token.sub
	input.token.revoked == false
}
