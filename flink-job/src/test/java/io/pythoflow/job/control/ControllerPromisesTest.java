package io.pythoflow.job.control;

import org.junit.jupiter.api.Test;

class ControllerPromisesTest {
    @Test
    void scratch() {
        java.util.Map<String, Integer> reached = new java.util.TreeMap<>();
        java.util.Map<Promise, Integer> broken = new java.util.TreeMap<>();
        int n = Integer.getInteger("n", 10);
        for (int seed = 1; seed <= n; seed++) {
            long t = System.nanoTime();
            Chronicle c = FarmHistory.of(seed, new Tampering());
            c.reached.forEach((k, v) -> reached.merge(k, v, Integer::sum));
            System.out.println("seed " + seed + " " + (System.nanoTime() - t) / 1_000_000 + " ms");
            int s = seed;
            c.broken.forEach(
                    (p, l) -> {
                        if (broken.merge(p, l.size(), Integer::sum) < 5 + l.size())
                            System.out.println(
                                    s + " " + p.name() + " x" + l.size() + " " + l.get(0));
                    });
        }
        System.out.println(reached);
        System.out.println(broken);
    }
}
