package io.pythoflow.infra.network;

/**
 * What a name can be an alias of.
 *
 * @param dnsName where it answers, a token
 * @param hostedZoneId zone of that name, a token
 */
public record Entrance(String dnsName, String hostedZoneId) {}
