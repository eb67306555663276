package io.pythoflow.job.lake.catalog;

/** The job cannot work with the catalogue as it is. The message says why and what to do. */
public final class CatalogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CatalogException(String message) {
        super(message);
    }
}
