# An account that may create no roles, such as AWS Academy's: every role is given, and jars and templates go into a
# bucket that is yours. Replace the account's number and the bucket's name. Credentials are temporary there: paste
# them into the file ./credentials, profile default or academy, whenever a session begins.
environment = "academy"
aws_region  = "us-east-1"

existing_role_arns = { default = "arn:aws:iam::123456789012:role/LabRole" }
asset_bucket       = "pythoflow-assets-123456789012"

# A lab is cleared when it ends.
on_destroy = "delete"
