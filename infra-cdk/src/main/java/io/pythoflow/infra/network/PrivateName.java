package io.pythoflow.infra.network;

import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.route53.CfnHostedZone;
import software.amazon.awscdk.services.route53.CfnHostedZone.VPCProperty;
import software.amazon.awscdk.services.route53.CfnRecordSet;
import software.amazon.awscdk.services.route53.CfnRecordSet.AliasTargetProperty;
import software.constructs.Construct;

/**
 * The IoT endpoint's own name, answered privately in some VPCs of this account and region, so that
 * clients there use the name that the certificate is for. The zone is exactly that name: a zone of
 * its parent would hide every other name of AWS IoT.
 *
 * <p>A VPC has one answer for a name, so the job goes the way of every other client there: to the
 * internal load balancer, whose group says which blocks may connect and whose health checks watch
 * the addresses that the job uses as well. A load balancer that faces the internet has public
 * addresses inside the VPC too, where the job would leave through NAT or find no way at all; then
 * the name leads to the endpoint itself, which admits the job and the compute VPC's group.
 */
public final class PrivateName extends Construct {

    public PrivateName(
            Construct scope,
            String id,
            IotAddress address,
            Entrance entrance,
            List<String> vpcIds) {
        super(scope, id);
        String region = Stack.of(this).getRegion();
        CfnHostedZone zone =
                CfnHostedZone.Builder.create(this, "Zone")
                        .name(address.name())
                        .vpcs(
                                vpcIds.stream()
                                        .map(
                                                vpcId ->
                                                        VPCProperty.builder()
                                                                .vpcId(vpcId)
                                                                .vpcRegion(region)
                                                                .build())
                                        .toList())
                        .build();
        CfnRecordSet.Builder.create(this, "Apex")
                .hostedZoneId(zone.getAttrId())
                .name(address.name())
                .type("A")
                .aliasTarget(
                        AliasTargetProperty.builder()
                                .dnsName(entrance.dnsName())
                                .hostedZoneId(entrance.hostedZoneId())
                                .build())
                .build();
    }
}
