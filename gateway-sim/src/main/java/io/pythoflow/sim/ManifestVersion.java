package io.pythoflow.sim;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class ManifestVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = GatewaySim.class.getPackage().getImplementationVersion();
        return new String[] {
            "gateway-sim " + (version == null ? "(not packaged)" : version),
            "Java " + System.getProperty("java.version")
        };
    }
}
