package io.pythoflow.contract.rules;

import io.pythoflow.contract.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads the document and holds its zones against each other. Used once. */
final class RulesReader {

    private static final Range CAPACITY = Range.above(0, 1_000_000);
    private static final String DEFAULTS = "defaults";

    private final Problems problems = new Problems();
    private final Map<String, Section> sections = new HashMap<>();

    /**
     * @throws InvalidRulesException with every problem
     */
    RulesDocument read(JsonObject json) throws InvalidRulesException {
        Section document = Section.document(json, problems);
        requireSchema(document);
        RulesDocument read =
                new RulesDocument(
                        document.bool("emergency_stop"),
                        ZoneReader.pause(document),
                        document.ids("weather_sensors"),
                        pumpGroups(document),
                        zones(document));
        document.leaveNothing();
        checkDevices(read);
        checkPumps(read);
        List<String> found = problems.found();
        if (!found.isEmpty()) {
            throw new InvalidRulesException(found);
        }
        return read;
    }

    private static void requireSchema(Section document) {
        String schema = document.text("schema");
        if (schema == null && document.sound("schema")) {
            document.missing("schema", RulesCodec.SCHEMA);
        } else if (schema != null && !schema.equals(RulesCodec.SCHEMA)) {
            document.problem("schema", RulesCodec.SCHEMA);
        }
    }

    private Map<String, PumpGroup> pumpGroups(Section document) {
        Map<String, PumpGroup> groups = new LinkedHashMap<>();
        document.objectsById("pump_groups")
                .forEach(
                        (name, json) -> {
                            Section group =
                                    Section.at(
                                            "pump_groups." + name,
                                            json,
                                            Section.Completeness.WHOLE,
                                            problems);
                            // A capacity that cannot be read is no reason to complain of flows.
                            groups.put(
                                    name,
                                    new PumpGroup(
                                            group.requiredNumber(
                                                    "capacity_l_min", CAPACITY, Double.MAX_VALUE)));
                            group.leaveNothing();
                        });
        return groups;
    }

    private Map<String, Zone> zones(Section document) {
        JsonObject defaults = document.object(DEFAULTS).orElse(JsonObject.EMPTY);
        ZoneReader.check(Section.at(DEFAULTS, defaults, Section.Completeness.PART, problems));
        if (document.value("zones") == null) {
            document.missing("zones", "an object, { } for none");
        }
        Map<String, Zone> zones = new LinkedHashMap<>();
        document.objectsById("zones")
                .forEach(
                        (id, json) -> {
                            Section zone =
                                    Section.over(
                                            defaults,
                                            DEFAULTS,
                                            json,
                                            document.section("zones"),
                                            id);
                            zones.put(id, ZoneReader.read(id, zone));
                            sections.put(id, zone);
                        });
        return zones;
    }

    private void checkDevices(RulesDocument read) {
        Map<String, Zone> originals = new HashMap<>();
        Map<String, Zone> devices = new HashMap<>();
        Map<String, Set<String>> identifiers = new HashMap<>();
        for (Zone zone : read.zones().values()) {
            Device device = zone.device();
            String identifier = device.identifier();
            if (device.id().isEmpty() || "".equals(identifier)) {
                continue;
            }
            Section section = sections.get(zone.id()).section("device");
            if (device.protocol() == Protocol.ORIGINAL && identifier != null) {
                Zone other = originals.putIfAbsent(identifier, zone);
                if (other != null) {
                    section.problem(
                            "identifier",
                            "one that no other zone of protocol original has: its readings carry"
                                    + " no gateway, and zone %s has it".formatted(other.id()));
                }
            }
            Zone first = devices.putIfAbsent(device.id(), zone);
            Set<String> taken = identifiers.computeIfAbsent(device.id(), id -> new HashSet<>());
            if (first != null) {
                checkShared(section, device, first);
                if (device.protocol() == Protocol.V1
                        && identifier != null
                        && taken.contains(identifier)) {
                    section.problem(
                            "identifier",
                            "one that no other zone of device " + device.id() + " has");
                }
            }
            taken.add(String.valueOf(identifier));
        }
    }

    /** A device of several zones is one machine: one language, one gateway, a name per valve. */
    private void checkShared(Section section, Device device, Zone first) {
        Device known = first.device();
        if (device.protocol() != known.protocol()) {
            section.problem(
                    "protocol",
                    "%s, as the device has in zone %s"
                            .formatted(known.protocol().word(), first.id()));
        }
        if (!Objects.equals(device.gatewayId(), known.gatewayId())) {
            section.problem("gateway_id", "the same as in zone " + first.id());
        }
        if (device.protocol() == Protocol.V1) {
            requireIdentifier(section, device);
            requireIdentifier(sections.get(first.id()).section("device"), known);
        }
    }

    private static void requireIdentifier(Section section, Device device) {
        if (device.identifier() == null) {
            section.missing("identifier", "one: device " + device.id() + " opens several zones");
        }
    }

    private void checkPumps(RulesDocument read) {
        for (Zone zone : read.zones().values()) {
            String name = zone.pumpGroup();
            if (name == null || name.isEmpty()) {
                continue;
            }
            Section section = sections.get(zone.id());
            PumpGroup group = read.pumpGroups().get(name);
            if (group == null) {
                section.problem("pump_group", "one of pump_groups, " + read.pumpGroups().keySet());
            } else if (zone.flowLitersPerMinute() > group.capacityLitersPerMinute()) {
                section.problem(
                        "flow_l_min",
                        "at most the capacity of pump group %s, %s"
                                .formatted(name, group.capacityLitersPerMinute()));
            }
        }
    }
}
