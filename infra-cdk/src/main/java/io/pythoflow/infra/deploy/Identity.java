package io.pythoflow.infra.deploy;

/** Who calls AWS. */
interface Identity {

    /**
     * The caller, as AWS sees it.
     *
     * @param account 12 digits
     */
    record Caller(String account, String arn) {}

    Caller caller();
}
