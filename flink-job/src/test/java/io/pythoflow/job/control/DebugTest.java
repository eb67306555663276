package io.pythoflow.job.control;
import org.junit.jupiter.api.Test;
class DebugTest {
  @Test void debug() {
    long seed = Long.getLong("seed"); long at = Long.getLong("at"); long w = Long.getLong("w", 300000); String grep = System.getProperty("grep", "");
    Chronicle c = FarmHistory.of(seed, new Tampering());
    java.util.TreeMap<Long, java.util.List<String>> all = new java.util.TreeMap<>();
    c.heard.forEach(h -> { if (!(h.what() instanceof io.pythoflow.contract.rules.RulesDocument)) all.computeIfAbsent(h.at(), k -> new java.util.ArrayList<>()).add("heard " + h.what()); else all.computeIfAbsent(h.at(), k -> new java.util.ArrayList<>()).add("rules estop=" + ((io.pythoflow.contract.rules.RulesDocument) h.what()).emergencyStop()+" zones "+((io.pythoflow.contract.rules.RulesDocument) h.what()).zones().keySet()); });
    c.rows.forEach(r -> all.computeIfAbsent(r.recordedAt(), k -> new java.util.ArrayList<>()).add("row " + r.zoneId() + " " + r.kind() + " " + r.action() + " " + r.reason() + " " + r.explanation() + " " + r.order() + " " + r.outcome() + " ev" + r.evaluations()));
    c.sent.forEach(s -> all.computeIfAbsent(s.at(), k -> new java.util.ArrayList<>()).add("sent " + s.command()));
    c.openings.forEach(o -> { all.computeIfAbsent(o.openedAt, k -> new java.util.ArrayList<>()).add("OPENED " + o+" takenBack "+(o.order==null?"?":o.order.takenBack)); if (o.closedAt != null) all.computeIfAbsent(o.closedAt, k -> new java.util.ArrayList<>()).add("CLOSED " + o); });
    c.alerts.forEach(a -> all.computeIfAbsent(a.timestamp(), k -> new java.util.ArrayList<>()).add("alert " + a.code()+" "+a.state()+" "+a.zoneId()+" "+a.message()));
    all.subMap(at - w, at + 20000).forEach((t, l) -> l.forEach(x -> { if (x.matches(".*(" + grep + ").*")) System.out.println((t - at) / 1000.0 + " " + x.replaceAll("schema|null|DeviceCommand|commandId=", "")); }));
    System.out.println("restored " + c.restoredAt);
  }
}
