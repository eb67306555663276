package io.pythoflow.infra.network;

/** Environments that differ in their network; few, since each is synthesised. */
final class Variants {

    static final String COMPUTE =
            """
            compute_vpc_id         = "vpc-0123456789abcdef0"
            compute_vpc_cidr_block = "10.1.0.0/16"
            compute_sg_id          = "sg-0123456789abcdef0"
            compute_private_rt_id  = "rtb-0123456789abcdef0"
            """;

    static final String NAT_IN_EACH_OF_THREE_ZONES =
            COMPUTE
                    + """
                    private_subnet_cidrs = ["10.0.128.0/24", "10.0.129.0/24", "10.0.130.0/24"]
                    nat_gateways         = 3
                    """;

    static final String ENDPOINTS =
            COMPUTE
                    + """
                    internet_access = "endpoints"
                    flow_logs       = false
                    """;

    static final String INTERNET_FACING =
            COMPUTE
                    + """
                    load_balancer_scheme = "internet-facing"
                    mqtt_allowed_cidrs   = ["0.0.0.0/0"]
                    """;

    private Variants() {}
}
