package io.pythoflow.infra;

import io.pythoflow.infra.config.InfraConfig.ExistingRoles;
import io.pythoflow.infra.config.RolePurpose;
import java.util.Optional;
import software.amazon.awscdk.services.iam.FromRoleArnOptions;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * Where every role comes from: made here with what it is then granted, or given where the account
 * may create none. Grants to a given role do nothing.
 */
public final class Roles {

    private final Optional<ExistingRoles> existing;

    public Roles(Optional<ExistingRoles> existing) {
        this.existing = existing;
    }

    /** Whether roles are given, so that no resource of IAM may be made. */
    public boolean areGiven() {
        return existing.isPresent();
    }

    /**
     * A role for a purpose.
     *
     * @param service that takes it, for example {@code lambda.amazonaws.com}
     */
    public IRole role(Construct scope, String id, RolePurpose purpose, String service) {
        if (existing.isPresent()) {
            return Role.fromRoleArn(
                    scope,
                    id,
                    existing.get().arns().get(purpose),
                    FromRoleArnOptions.builder().mutable(false).build());
        }
        return Role.Builder.create(scope, id).assumedBy(new ServicePrincipal(service)).build();
    }
}
