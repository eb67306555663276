package io.pythoflow.infra.network;

import io.pythoflow.infra.config.Cidr;
import io.pythoflow.infra.config.InfraConfig.ComputeVpc;
import java.util.List;
import software.amazon.awscdk.services.ec2.CfnRoute;
import software.amazon.awscdk.services.ec2.CfnVPCPeeringConnection;
import software.constructs.Construct;

/**
 * The way to the compute VPC and back. Both are of one account and region, where CloudFormation
 * accepts the peering itself. The route back is put into a table that was made elsewhere: a deploy
 * fails if that table leads to this VPC's block already.
 */
public final class ComputePeering extends Construct {

    private final CfnVPCPeeringConnection connection;

    public ComputePeering(
            Construct scope, String id, IotVpc vpc, Cidr vpcCidr, ComputeVpc compute) {
        super(scope, id);
        connection =
                CfnVPCPeeringConnection.Builder.create(this, "Connection")
                        .vpcId(vpc.vpcId())
                        .peerVpcId(compute.vpcId())
                        .build();
        List<String> tables = vpc.privateRouteTableIds();
        for (int i = 0; i < tables.size(); i++) {
            route("ToCompute" + i, tables.get(i), compute.cidr());
        }
        route("FromCompute", compute.privateRouteTableId(), vpcCidr);
    }

    private void route(String id, String table, Cidr destination) {
        CfnRoute.Builder.create(this, id)
                .routeTableId(table)
                .destinationCidrBlock(destination.toString())
                .vpcPeeringConnectionId(connection.getRef())
                .build();
    }

    CfnVPCPeeringConnection connection() {
        return connection;
    }

    /** Id of the peering, a token. */
    public String id() {
        return connection.getRef();
    }
}
