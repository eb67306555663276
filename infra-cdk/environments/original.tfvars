# The variables of the original's own file, with its values: what it deployed with reads here as it stands.
environment            = "dev"
iot_vpc_cidr           = "10.0.0.0/16"
private_subnet_cidrs   = ["10.0.128.0/24", "10.0.129.0/24"]
aws_region             = "us-west-2"
number_of_gateways     = 2
compute_sg_id          = "sg-0123456789abcdef0"
compute_private_rt_id  = "rtb-0123456789abcdef0"
compute_vpc_cidr_block = "10.1.0.0/16"
compute_vpc_id         = "vpc-0123456789abcdef0"
