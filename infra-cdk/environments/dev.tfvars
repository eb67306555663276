# A small environment: two gateways, one processing unit, nothing opened by itself. Every other variable stands
# below as a comment, with its default where it has one; docs/environment.md explains the syntax. Copy this file
# to make another environment, or change it here.
environment = "dev"

# ---- General ----

# Where everything is made. Allowed: a region of AWS such as us-east-1.
# aws_region = "us-east-1"

# ---- Network ----

# Block of the VPC. Allowed: an IPv4 block of /16 to /28 such as 10.0.0.0/16.
# iot_vpc_cidr = "10.0.0.0/16"

# Zones of the subnets, in their order. Choose zones that offer the IoT data endpoint: a deploy checks it.
# Allowed: a list of 2 to 6, each an availability zone of the region such as us-east-1a. Where it is not set:
# as many as there are private subnets, from zone a of the region on.
# availability_zones = ["us-east-1a", "us-east-1b"]

# Blocks of the private subnets, one for each zone, within the VPC. The job, the load balancer and the
# endpoints have their addresses there. Allowed: a list of 2 to 6, each an IPv4 block of /16 to /28 such as
# 10.0.0.0/16.
# private_subnet_cidrs = ["10.0.128.0/24", "10.0.129.0/24"]

# Blocks of the public subnets, one for each zone, within the VPC. Allowed: a list of 2 to 6, each an IPv4
# block of /16 to /28 such as 10.0.0.0/16. Where it is not set: the first free blocks of the VPC, as large as
# the first private subnet.
# public_subnet_cidrs = ["10.0.0.0/24", "10.0.1.0/24"]

# How what runs in the private subnets reaches AWS: through NAT gateways, or through interface endpoints
# alone, so that nothing reaches the internet. Allowed: one of nat, endpoints.
# internet_access = "nat"

# How many, at most one a zone; for internet_access = "nat". With fewer than there are zones, a zone's failure
# may cut off another. Allowed: a whole number from 1 to 6.
# nat_gateways = 1

# Whether the load balancer in front of the IoT endpoint is reached from the internet. Allowed: one of
# internal, internet-facing.
# load_balancer_scheme = "internal"

# Who may reach the load balancer on port 8883, beside the VPC and the compute VPC. Allowed: a list of at most
# 50, each an IPv4 block such as 10.0.0.0/16.
# mqtt_allowed_cidrs = []

# Whether the VPC's traffic is logged into the bucket of logs. Allowed: true or false.
# flow_logs = true

# ---- Compute VPC: all four or none ----

# VPC of the original's compute side, in the same account and region, that takes the messages too. Allowed: an
# id such as vpc-0123456789abcdef0. Where it is not set: no VPC is peered.
# compute_vpc_id = "vpc-0123456789abcdef0"

# Its block, which must not overlap iot_vpc_cidr. Allowed: an IPv4 block of /16 to /28 such as 10.1.0.0/16.
# Where it is not set: no VPC is peered.
# compute_vpc_cidr_block = "10.1.0.0/16"

# Its security group that may reach the IoT endpoint. Allowed: an id such as sg-0123456789abcdef0. Where it is
# not set: no VPC is peered.
# compute_sg_id = "sg-0123456789abcdef0"

# Its route table that gets the way back to the VPC. Allowed: an id such as rtb-0123456789abcdef0. Where it is
# not set: no VPC is peered.
# compute_private_rt_id = "rtb-0123456789abcdef0"

# ---- Devices ----

# Gateways, irrigation-gateway-000 and on. Allowed: a whole number from 1 to 90.
# number_of_gateways = 2

# Which generations of a thing's certificate exist: [1] for a thing that is not named. A certificate is
# replaced in two deploys: with [1, 2] the new one is made beside the old and its key put into the secret;
# with [2] the old one is revoked. Allowed: a map in braces from things to a list of 1 to 2, each a whole
# number from 1 to 9999. Default: {}.
# certificate_generations = { "irrigation-gateway-000" = [1, 2] }

# Things and their certificates that Terraform made, to be adopted: a running fleet keeps its keys. No
# certificate is made for such a thing, other than the job's, unless certificate_generations names it, too.
# Allowed: a map in braces from things to the ARN of a certificate, arn:aws:iot:REGION:ACCOUNT:cert/ and 64
# hex digits. Default: {}.
# existing_certificate_arns = { "irrigation-gateway-000" = "arn:aws:iot:us-east-1:123456789012:cert/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }

# How much AWS IoT Core logs. Allowed: one of debug, info, warn, error, disabled.
# iot_log_level = "error"

# ---- Lake ----

# Database of the tables and views in Glue. Allowed: 1 to 255 lower-case letters, digits or '_'.
# glue_database = "iot_data_catalog"

# Most gigabytes that one Athena query may read before it is stopped. Allowed: a whole number from 1 to 10000.
# athena_scan_limit_gb = 100

# Age in days at which files of the tables are deleted. Allowed: a whole number from 1 to 36500. Where it is
# not set: never.
# table_expiry_days = 3650

# Whether every message is kept as received, through Firehose: what the original firmware sends while the job
# is away is in the archive alone. Allowed: true or false.
# raw_archive = true

# Age in days at which those are deleted; for raw_archive = true. Allowed: a whole number from 1 to 36500.
# Where it is not set: never.
# archive_expiry_days = 365

# When the crawler runs. The job registers its partitions itself: the crawler is a safety net. Allowed: a
# schedule of Glue such as cron(15 3 * * ? *): minutes, hours, day of month, month, day of week, year. Where
# it is not set: the crawler runs when it is told to.
# crawler_schedule = "cron(15 3 * * ? *)"

# What becomes of stored data and logs when the environment is destroyed. Allowed: one of keep, delete.
# on_destroy = "keep"

# ---- Processing ----

# Parallelism of the job; with autoscaling, that at its start and the least. Allowed: a whole number from 1 to
# 256.
# parallelism = 1

# Subtasks of each operator that share a processing unit. parallelism divided by it is what the service is
# paid for, and one unit more; at most 64. Allowed: a whole number from 1 to 8.
# parallelism_per_kpu = 1

# Whether the service changes the parallelism with the load. Each change restarts the job from a snapshot.
# Allowed: true or false.
# autoscaling = false

# Readings are acknowledged, and openings sent, with each checkpoint. Shorter than mqtt.resend.after and
# control.command.validity. Allowed: a duration from 1 s to 1 min, written as a number and ms, s, min, h or d.
# checkpoint_interval = "5 s"

# Whether a deploy starts the job and waits until it runs. Allowed: true or false.
# start_on_deploy = true

# Whether an update may leave behind state that the new job has no place for. Allowed: true or false.
# allow_non_restored_state = false

# Length of the tumbling event-time windows. Allowed: a duration from 1 s to 1 d, written as a number and ms,
# s, min, h or d.
# window_length = "30 min"

# How long after its end a window still takes readings, each batch of them as a revised row. Later ones are
# kept in readings alone, and counted. Allowed: a duration from 0 s to 30 d, written as a number and ms, s,
# min, h or d.
# lateness = "24 h"

# Number of MQTT sessions, independent of parallelism. Each holds at most mqtt.receive.maximum unacknowledged
# messages. Allowed: a whole number from 1 to 1000.
# slots = 4

# How far the control loop goes; a zone's own mode can only lower it. off decides nothing; advise decides and
# records as if acting, and opens no valve; act commands the valves. Allowed: one of off, advise, act.
# control_mode = "advise"

# Rules to begin with, from this file's folder on. A document that is retained on irrigation/system/updates
# takes their place. Allowed: the path of a rules document. Where it is not set: none: nothing is watered
# until rules are published.
# initial_rules = "../../docs/examples/rules/two-zones-one-pump.json"

# Further settings of the job by their keys, as docs/configuration.md lists them; not those that follow from
# the deployment or have a variable here. Allowed: a map in braces from settings of the job to their values,
# texts or numbers. Default: {}.
# job_properties = { "mqtt.session.expiry" = "2 h" }

# How long the logs of the job and of the deployment's functions are kept, days. Allowed: one of 1, 3, 5, 7,
# 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653.
# log_retention_days = 30

# ---- Alarms ----

# Who gets the alarms, and what threatens a field. AWS asks the address to confirm. Allowed: an e-mail
# address. Where it is not set: nobody is told; the topic is there to subscribe to.
# alarm_email = "farm@example.org"

# Dollars that the account may cost in a month before alarm_email is told. Allowed: a whole number from 1 to
# 1000000. Where it is not set: no budget.
# monthly_budget_usd = 200

# ---- Accounts that cannot create roles ----

# Roles for accounts that may create none, such as AWS Academy's. default stands for every purpose that is not
# named. Allowed: a map in braces from purposes (flink, handlers, crawler, firehose, iot_rules, iot_logging,
# default) to the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME. Where it is not set: every role is made, with
# what it needs and no more.
# existing_role_arns = { default = "arn:aws:iam::123456789012:role/LabRole" }

# Bucket in the region that the deploying person may write to, for jars and templates; with
# existing_role_arns, and only then. Allowed: the name of an S3 bucket. Where it is not set: the bucket that
# cdk bootstrap made.
# asset_bucket = "my-bucket-for-deployments"
