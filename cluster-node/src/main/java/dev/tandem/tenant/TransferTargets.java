package dev.tandem.tenant;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads whom a caller may be transferred to: names for the model, addresses for the carrier. */
final class TransferTargets {

    private static final int MAX = 50;
    private static final int MAX_ADDRESS = 256;
    private static final String TEL = "tel:";
    private static final Pattern SIP = Pattern.compile(
            "sips?:([A-Za-z0-9_.!~*'()&=+$,;?/%-]+@)?[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?(;[^\\s<>\"]*)?");

    private TransferTargets() {}

    static Optional<Map<String, String>> read(Field field) {
        return field.entries().flatMap(section -> {
            int given = section.fields().size();
            if (given == 0 || given > MAX) {
                return field.fault(
                        "must name from 1 to " + MAX + " targets, such as { billing: \"tel:+18005550199\" }");
            }
            Map<String, String> targets = new LinkedHashMap<>();
            section.fields().forEach((name, value) -> {
                if (!ToolReader.NAME.matcher(name).matches()) {
                    section.key(name).fault("is the name of a target and " + ToolReader.NAME_RULE);
                } else {
                    address(value).ifPresent(address -> targets.put(name, address));
                }
            });
            return targets.size() == given ? Optional.of(Collections.unmodifiableMap(targets)) : Optional.empty();
        });
    }

    private static Optional<String> address(Field field) {
        return field.text(MAX_ADDRESS).flatMap(text -> {
            Optional<String> address = text.startsWith(TEL)
                    ? E164.of(text.substring(TEL.length())).map(TEL::concat)
                    : Optional.of(text).filter(SIP.asMatchPredicate());
            return field.or(
                    address, f -> "must be an address such as \"tel:+18005550199\" or \"sip:billing@example.com\"");
        });
    }
}
