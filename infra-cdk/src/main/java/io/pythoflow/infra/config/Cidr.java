package io.pythoflow.infra.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 block.
 *
 * @param address first address, host bits zero
 * @param prefixLength 0 to 32
 */
public record Cidr(int address, int prefixLength) {

    private static final Pattern FORM =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    public Cidr {
        if (prefixLength < 0 || prefixLength > 32) {
            throw new IllegalArgumentException("its prefix /" + prefixLength + " is above /32");
        }
        if ((address & ~mask(prefixLength)) != 0) {
            throw new IllegalArgumentException(
                    "bits beyond its prefix are set; the block begins at "
                            + new Cidr(address & mask(prefixLength), prefixLength));
        }
    }

    /**
     * Reads {@code a.b.c.d/n}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static Cidr parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("it has not the form 10.0.0.0/16");
        }
        int address = 0;
        for (int i = 1; i <= 4; i++) {
            String digits = matcher.group(i);
            int octet = Integer.parseInt(digits);
            if (octet > 255) {
                throw new IllegalArgumentException(octet + " is above 255");
            }
            if (digits.length() > 1 && digits.startsWith("0")) {
                throw new IllegalArgumentException(digits + " begins with 0");
            }
            address = address << 8 | octet;
        }
        return new Cidr(address, Integer.parseInt(matcher.group(5)));
    }

    /** Whether every address of the other is of this one. */
    public boolean contains(Cidr other) {
        return other.prefixLength >= prefixLength
                && (other.address & mask(prefixLength)) == address;
    }

    /** Whether they share an address. */
    public boolean overlaps(Cidr other) {
        return contains(other) || other.contains(this);
    }

    /** How many addresses it has. */
    public long size() {
        return 1L << (32 - prefixLength);
    }

    private static int mask(int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
    }

    @Override
    public String toString() {
        return (address >>> 24)
                + "."
                + (address >>> 16 & 0xff)
                + "."
                + (address >>> 8 & 0xff)
                + "."
                + (address & 0xff)
                + "/"
                + prefixLength;
    }
}
