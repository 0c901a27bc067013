# SPDX-License-Identifier: Apache-2.0

# No call leaves its domain, on any route: the domain in the path is the caller's own, and the
# agent in the path belongs to it.
package atom.authz

deny contains "cross-domain access denied" if {
	input.token.type == "agent"
	input.token.domain_id != input.path_domain_id
}

deny contains "agent is not of the domain in the path" if {
	input.agent.domain_id != null
	input.agent.domain_id != input.path_domain_id
}
