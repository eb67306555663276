package io.pythoflow.infra.deploy;

/** Everything that is asked of an account and region. */
record Cloud(
        Identity identity,
        StackCatalog stacks,
        BucketStore buckets,
        NetworkCatalog network,
        ThingCatalog things,
        SystemDocument systemDocument) {}
