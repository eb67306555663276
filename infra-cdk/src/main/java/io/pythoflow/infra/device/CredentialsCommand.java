package io.pythoflow.infra.device;

import java.util.List;

/**
 * A command that saves devices' credentials from their secrets, one folder each below the current
 * one, as {@code gateway-sim --credentials} and the job's {@code mqtt.credentials} read them:
 * {@code certificate.pem}, {@code private.key}, {@code thing_name.txt}; {@code public.key} and
 * {@code certificate_arn.txt} lie beside, as the original's did. No root certificate: the JDK knows
 * Amazon's.
 *
 * <p>The key passes through a pipe, is on no command line and in no other file, and only its owner
 * may read the files. Needs the AWS CLI and Python 3.
 */
final class CredentialsCommand {

    private static final String SAVE =
            "import json, os, sys;"
                    + " secret = json.load(sys.stdin);"
                    + " folder = sys.argv[1];"
                    + " os.makedirs(folder, exist_ok=True);"
                    + " os.chmod(folder, 0o700);"
                    + " [open(os.path.join(folder, name), \"w\").write(secret[key].rstrip() + \"\\n\")"
                    + " for name, key in ("
                    + "(\"certificate.pem\", \"certificate_pem\"),"
                    + " (\"private.key\", \"private_key\"),"
                    + " (\"public.key\", \"public_key\"),"
                    + " (\"thing_name.txt\", \"thing_name\"),"
                    + " (\"certificate_arn.txt\", \"certificate_arn\"))]";

    private CredentialsCommand() {}

    /**
     * The command, for a shell.
     *
     * @param secretPrefix what the secrets' names have before the thing's
     * @param things names without anything that a shell reads otherwise
     */
    static String of(String region, String secretPrefix, List<String> things) {
        return "(umask 077; for thing in "
                + String.join(" ", things)
                + "; do secret=$(aws secretsmanager get-secret-value --region "
                + region
                + " --secret-id \""
                + secretPrefix
                + "$thing\" --query SecretString --output text) || exit 1;"
                + " printf %s \"$secret\" | python3 -c '"
                + SAVE
                + "' \"$thing\" || exit 1; done)";
    }
}
