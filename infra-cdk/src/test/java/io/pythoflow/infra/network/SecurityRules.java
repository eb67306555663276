package io.pythoflow.infra.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.infra.testing.References;
import io.pythoflow.infra.testing.References.Resource;
import java.util.LinkedHashSet;
import java.util.Set;

/** Rules of security groups, whether written into a group or apart from it. */
final class SecurityRules {

    private static final String STACK = "Network";

    private final References references;

    SecurityRules(References references) {
        this.references = references;
    }

    /** A port and who is at its other end, as {@link References#text} has it. */
    record Rule(int port, String peer) {}

    Set<Rule> ingress(Resource group) {
        return rules(group, "SecurityGroupIngress", "SourceSecurityGroupId");
    }

    /** Without the rule that CDK puts into a group whose own rules are all written apart. */
    Set<Rule> egress(Resource group) {
        Set<Rule> rules = rules(group, "SecurityGroupEgress", "DestinationSecurityGroupId");
        rules.removeIf(rule -> rule.peer().equals("255.255.255.255/32"));
        return rules;
    }

    static String id(Resource group) {
        return "{" + STACK + "." + group.id() + ".GroupId}";
    }

    private Set<Rule> rules(Resource group, String kind, String peer) {
        Set<Rule> rules = new LinkedHashSet<>();
        group.property(kind).forEach(rule -> rules.add(rule(rule, peer)));
        for (Resource rule : references.all(STACK, "AWS::EC2::" + kind)) {
            if (references.resource(STACK, rule.property("GroupId")).id().equals(group.id())) {
                rules.add(rule(rule.body().path("Properties"), peer));
            }
        }
        return rules;
    }

    private Rule rule(JsonNode rule, String peer) {
        int from = rule.path("FromPort").asInt(-1);
        boolean nothing = rule.path("CidrIp").asText().equals("255.255.255.255/32");
        if (!nothing
                && (!rule.path("IpProtocol").asText().equals("tcp")
                        || from != rule.path("ToPort").asInt())) {
            throw new AssertionError("A rule of more than one port: " + rule);
        }
        return new Rule(
                from,
                references.text(STACK, rule.has("CidrIp") ? rule.get("CidrIp") : rule.get(peer)));
    }
}
