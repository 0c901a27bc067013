# SPDX-License-Identifier: Apache-2.0

# The base policies, one rule at a time. Never loaded in production.
package atom.authz_test

import data.atom.authz

own_call := {
	"agent": {"domain_id": "d1", "owner": "u1", "skills": [], "tools": ["search"]},
	"model": null,
	"path_agent_id": "a1",
	"path_domain_id": "d1",
	"request": {"headers": {}, "method": "POST", "path": "/domain/d1/agent/a1/v1/chat/completions"},
	"route": {"name": "llm", "path": "/v1/chat/completions"},
	"token": {
		"agent_id": "a1",
		"domain_id": "d1",
		"revoked": false,
		"role": null,
		"sub": "agent-a1",
		"type": "agent",
	},
	"tool": null,
}

person(role) := {
	"agent_id": null,
	"domain_id": null,
	"revoked": false,
	"role": role,
	"sub": "u1",
	"type": "human",
}

with_token(changes) := object.union(own_call, {"token": object.union(own_call.token, changes)})

as_person(role) := object.union(own_call, {"token": person(role)})

tool_call(name) := object.union(own_call, {
	"request": {
		"headers": {},
		"method": "POST",
		"path": concat("", ["/domain/d1/agent/a1/tools/", name]),
	},
	"route": {"name": "tools", "path": concat("", ["/tools/", name])},
	"tool": name,
})

permitted(call) if {
	authz.allow with input as call
	denials := authz.deny with input as call
	count(denials) == 0
}

test_own_path_is_allowed if permitted(own_call)

test_wrong_agent_id_is_denied if {
	call := object.union(own_call, {"path_agent_id": "a2"})
	not authz.allow with input as call
	authz.deny["agent may call only its own agent id"] with input as call
}

test_revoked_token_is_denied if {
	call := with_token({"revoked": true})
	not authz.allow with input as call
	authz.deny["token is revoked"] with input as call
}

test_human_without_role_is_denied if {
	call := as_person(null)
	not authz.allow with input as call
	not permitted(call)
}

test_cross_domain_is_denied if {
	call := object.union(own_call, {"path_domain_id": "d2"})
	authz.deny["cross-domain access denied"] with input as call
	not permitted(call)
}

test_unprovisioned_tool_is_denied if {
	call := tool_call("shell")
	authz.deny["tool not permitted for this agent"] with input as call
	not permitted(call)
}

test_provisioned_tool_is_allowed if permitted(tool_call("search"))

test_admin_is_allowed if permitted(as_person("admin"))

test_developer_may_call_the_agent_they_own if permitted(as_person("developer"))

test_developer_may_not_call_another_ones_agent if {
	call := object.union(as_person("developer"), {"agent": {"owner": "u2"}})
	not authz.allow with input as call
}

test_developer_may_not_call_an_agent_without_owner if {
	call := object.union(as_person("developer"), {"agent": {"owner": null}})
	not authz.allow with input as call
}

test_admin_may_call_any_agent if {
	permitted(object.union(as_person("admin"), {"agent": {"owner": "u2"}}))
}

test_revoked_human_is_denied if {
	call := object.union(own_call, {"token": object.union(person("admin"), {"revoked": true})})
	not authz.allow with input as call
	authz.deny["token is revoked"] with input as call
}

test_unknown_token_type_is_denied if not permitted(with_token({"type": "system"}))

test_cross_domain_is_denied_on_every_route if {
	every name in ["llm", "hitl", "memory", "agent", "tools"] {
		call := object.union(own_call, {
			"path_domain_id": "d2",
			"route": {"name": name, "path": "/"},
		})
		authz.deny["cross-domain access denied"] with input as call
	}
}

test_agent_of_another_domain_is_denied_for_people if {
	call := object.union(as_person("admin"), {"agent": {"domain_id": "d2", "skills": [], "tools": []}})
	authz.deny["agent is not of the domain in the path"] with input as call
}

test_tool_in_the_path_counts_without_decoded_tool if {
	call := object.union(tool_call("shell"), {"tool": null})
	authz.deny["tool not permitted for this agent"] with input as call
}

test_decoded_tool_counts_when_the_path_names_another if {
	call := object.union(tool_call("search"), {"tool": "shell"})
	authz.deny["tool not permitted for this agent"] with input as call
}

test_tool_route_without_a_tool_is_denied if {
	call := object.union(own_call, {"route": {"name": "tools", "path": "/tools"}})
	authz.deny["tool not permitted for this agent"] with input as call
}

test_tools_are_denied_to_unprovisioned_agents_for_people_too if {
	call := object.union(tool_call("shell"), {"token": person("admin")})
	authz.deny["tool not permitted for this agent"] with input as call
}

test_nothing_is_allowed_without_input if not authz.allow with input as {}
