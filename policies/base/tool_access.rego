# SPDX-License-Identifier: Apache-2.0

# A tool may be called only for an agent that was provisioned with it. The tool's name is taken from
# the routed path, /domain/D/agent/A/tools/NAME, and from the decoded call: each one that is named
# must be provisioned.
package atom.authz

deny contains "tool not permitted for this agent" if {
	some name in called_tools
	not name in input.agent.tools
}

deny contains "tool not permitted for this agent" if {
	input.route.name == "tools"
	count(called_tools) == 0
}

called_tools contains input.tool if input.tool != null

called_tools contains name if {
	parts := split(input.request.path, "/")
	parts[1] == "domain"
	parts[3] == "agent"
	parts[5] == "tools"
	name := parts[6]
}
