package io.pythoflow.contract.agronomy;

/**
 * How much water a soil holds, volume per volume.
 *
 * @param fieldCapacity θFC, m³/m³: what is left two or three days after a soaking
 * @param wiltingPoint θWP, m³/m³, less: where plants can take up nothing more
 */
public record SoilWater(double fieldCapacity, double wiltingPoint) {

    public SoilWater {
        if (!(wiltingPoint >= 0 && fieldCapacity > wiltingPoint && fieldCapacity <= 1)) {
            throw new IllegalArgumentException(
                    "Field capacity %s and wilting point %s are not 0 ≤ wilting point < field capacity ≤ 1"
                            .formatted(fieldCapacity, wiltingPoint));
        }
    }
}
