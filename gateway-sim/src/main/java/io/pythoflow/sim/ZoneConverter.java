package io.pythoflow.sim;

import java.time.DateTimeException;
import java.time.ZoneId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time zone of the command line: an offset, or a name of the IANA database. */
public final class ZoneConverter implements ITypeConverter<ZoneId> {

    @Override
    public ZoneId convert(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'%s' is not a zone; allowed is UTC, +01:00, America/Sao_Paulo, ..."
                            .formatted(text));
        }
    }
}
