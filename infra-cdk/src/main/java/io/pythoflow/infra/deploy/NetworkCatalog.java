package io.pythoflow.infra.deploy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Networks of an account and region. */
interface NetworkCatalog {

    /** Blocks that a route table has routes for. */
    record RouteTable(String vpcId, List<String> destinations) {}

    /** Names of the zones that the account may use. */
    Set<String> availabilityZones();

    /** Names of the zones that offer an endpoint of AWS IoT Core's data plane. */
    Set<String> iotDataZones();

    /** Blocks of a VPC; empty where there is none. */
    Optional<List<String>> vpcCidrs(String vpcId);

    /** The VPC of a security group; empty where there is none. */
    Optional<String> vpcOfSecurityGroup(String groupId);

    Optional<RouteTable> routeTable(String tableId);
}
