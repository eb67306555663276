# A small environment: two gateways, one processing unit, nothing opened by itself.
environment        = "dev"
aws_region         = "us-east-1"
number_of_gateways = 2
