package io.pythoflow.job.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.state.PackedInput;
import io.pythoflow.job.state.PackedOutput;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedPointsTest {

    @Test
    void anyPointsComeBackToTheLastBit() {
        Random random = new Random(11);
        for (int round = 0; round < 5_000; round++) {
            int size = random.nextInt(70);
            int[] offsets = random.ints(size, -1_000, 86_400_000).toArray();
            double[] values = new double[size];
            int kind = random.nextInt(6);
            for (int i = 0; i < size; i++) {
                values[i] = value(random, kind);
            }
            PackedInput in = new PackedInput(packed(offsets, values));
            Points read = new Points(new int[size], new double[size]);

            assertThat(in.readCount()).isEqualTo(size);
            PackedPoints.read(in, size, read.offsets(), read.values(), 0);
            assertThat(read.offsets()).isEqualTo(offsets);
            for (int i = 0; i < size; i++) {
                assertThat(Double.doubleToRawLongBits(read.values()[i]))
                        .isEqualTo(Double.doubleToRawLongBits(values[i]));
            }
        }
    }

    private static double value(Random random, int kind) {
        return switch (kind) {
            case 0 -> random.nextInt(4096);
            case 1 -> Math.round(random.nextGaussian() * 4_000) / 100.0;
            case 2 -> Math.round(random.nextGaussian() * 1e12) / 1e6;
            case 3 -> random.nextGaussian();
            case 4 -> Double.longBitsToDouble(random.nextLong() & 0x7fefffffffffffffL);
            default -> random.nextBoolean() ? -0.0 : Double.MAX_VALUE;
        };
    }

    @Test
    void whatASensorSendsTakesAboutFourBytesForEachPoint() {
        int[] offsets = new int[60];
        double[] values = new double[60];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = i * 60_000 + i % 7;
            values[i] = Math.round(2_700 + 30 * Math.sin(i / 5.0)) / 100.0;
        }

        assertThat(packed(offsets, values).length).isBetween(60, 4 * 60);
    }

    private static byte[] packed(int[] offsets, double[] values) {
        PackedOutput out = new PackedOutput();
        PackedPoints.write(offsets, values, offsets.length, out);
        return out.toByteArray();
    }
}
